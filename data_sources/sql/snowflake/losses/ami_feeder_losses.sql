-- One row a feeder: what its head measured, what its meters registered (net), and what got lost in between.
-- An interval counts where at least 90 % of the meters were read; the rest is taken to run like those that were.
-- result: feeder_id int32, feeder_name string, head_kwh float64, metered_kwh float64, losses_kwh float64,
-- losses_pct float64, intervals int64, intervals_left_out int64
-- topics: ami
WITH loads AS (
    SELECT
        l.feeder_id,
        l.interval_start_at,
        l.energy_delivered_kwh - l.energy_received_kwh AS net_kwh,
        l.intervals_received,
        MAX(l.intervals_received + l.intervals_missing) OVER (PARTITION BY l.feeder_id) AS meters
    FROM feeder_interval_load AS l
    WHERE l.reading_day >= :first_day::date
    AND l.reading_day < :end_day::date
),
balanced AS (
    SELECT
        h.feeder_id,
        h.energy_delivered_kwh AS head_kwh,
        l.net_kwh * l.meters / NULLIF(l.intervals_received, 0) AS metered_kwh,
        COALESCE(l.intervals_received >= 0.9 * l.meters AND h.energy_delivered_kwh IS NOT NULL, FALSE) AS is_whole
    FROM feeder_head_readings AS h
    LEFT JOIN loads AS l ON l.feeder_id = h.feeder_id AND l.interval_start_at = h.interval_start_at
    WHERE h.reading_day >= :first_day::date
    AND h.reading_day < :end_day::date
)
SELECT
    f.feeder_id,
    f.feeder_name,
    SUM(IFF(b.is_whole, b.head_kwh, 0)) AS head_kwh,
    SUM(IFF(b.is_whole, b.metered_kwh, 0)) AS metered_kwh,
    SUM(IFF(b.is_whole, b.head_kwh - b.metered_kwh, 0)) AS losses_kwh,
    100 * SUM(IFF(b.is_whole, b.head_kwh - b.metered_kwh, 0)) / NULLIF(SUM(IFF(b.is_whole, b.head_kwh, 0)), 0) AS losses_pct,
    COUNT_IF(b.is_whole) AS intervals,
    COUNT_IF(NOT b.is_whole) AS intervals_left_out
FROM balanced AS b
JOIN feeders AS f ON f.feeder_id = b.feeder_id
WHERE f.utility_id = :utility_id
    AND (:substation_id = 0 OR f.substation_id = :substation_id)
    AND (:feeder_id = 0 OR f.feeder_id = :feeder_id)
GROUP BY f.feeder_id, f.feeder_name
ORDER BY losses_pct DESC NULLS LAST, f.feeder_id
