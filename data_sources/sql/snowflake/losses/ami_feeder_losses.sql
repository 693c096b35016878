-- One row a feeder: what its head measured, what its meters registered (net), and what got lost in between.
-- An interval counts where at least 90 % of the meters were read; the rest is taken to run like those that were, which
-- is `filled_kwh` of `metered_kwh`. `hours` is how much time counts. Where lengths differ, intervals are as long as the
-- feeder's longest, and meters count by the minutes that were read.
-- result: feeder_id int32, feeder_name string, head_kwh float64, metered_kwh float64, filled_kwh float64,
-- losses_kwh float64, losses_pct float64, hours float64, intervals int64, intervals_left_out int64
-- topics: ami
WITH in_service AS (
    -- By the network, so that a meter which has not reported yet is missing and no loss. One without an active account
    -- may be taken off: it counts where it reported in the two weeks before the end.
    SELECT m.feeder_id, COUNT(*) AS meters
    FROM meters AS m
    LEFT JOIN (
        SELECT DISTINCT d.meter_id
        FROM meter_day AS d
        WHERE d.reading_day >= DATEADD('day', -14, :end_day::date)
            AND d.reading_day < :end_day::date
    ) AS s ON s.meter_id = m.meter_id
    WHERE (m.is_active OR s.meter_id IS NOT NULL)
    GROUP BY m.feeder_id
),
lengths AS (
    SELECT b.feeder_id, MAX(b.interval_minutes) AS minutes
    FROM (
        SELECT l.feeder_id, l.interval_minutes
        FROM feeder_interval_load AS l
        WHERE l.reading_day >= :first_day::date
            AND l.reading_day < :end_day::date
        UNION ALL
        SELECT h.feeder_id, h.interval_minutes
        FROM feeder_head_readings AS h
        WHERE h.reading_day >= :first_day::date
            AND h.reading_day < :end_day::date
    ) AS b
    GROUP BY b.feeder_id
),
loads AS (
    SELECT
        l.feeder_id,
        FLOOR(DATEDIFF('minute', '1970-01-01'::timestamp_ntz, l.interval_start_at) / k.minutes) AS slot,
        SUM(l.energy_delivered_kwh - COALESCE(l.energy_received_kwh, 0)) AS net_kwh,
        SUM(l.intervals_received * l.interval_minutes) / k.minutes AS meters_read
    FROM feeder_interval_load AS l
    JOIN lengths AS k ON k.feeder_id = l.feeder_id
    WHERE l.reading_day >= :first_day::date
        AND l.reading_day < :end_day::date
    GROUP BY l.feeder_id, 2, k.minutes
),
heads AS (
    SELECT
        h.feeder_id,
        FLOOR(DATEDIFF('minute', '1970-01-01'::timestamp_ntz, h.interval_start_at) / k.minutes) AS slot,
        k.minutes,
        SUM(h.energy_delivered_kwh) AS head_kwh,
        SUM(IFF(h.energy_delivered_kwh IS NULL, 0, h.interval_minutes)) AS minutes_read
    FROM feeder_head_readings AS h
    JOIN lengths AS k ON k.feeder_id = h.feeder_id
    WHERE h.reading_day >= :first_day::date
        AND h.reading_day < :end_day::date
    GROUP BY h.feeder_id, 2, k.minutes
),
balanced AS (
    SELECT
        h.feeder_id,
        h.minutes AS interval_minutes,
        h.head_kwh,
        l.net_kwh,
        l.net_kwh * GREATEST(n.meters, l.meters_read) / NULLIF(l.meters_read, 0) AS metered_kwh,
        COALESCE(l.meters_read >= 0.9 * n.meters AND h.minutes_read = h.minutes, FALSE) AS is_whole
    FROM heads AS h
    LEFT JOIN loads AS l ON l.feeder_id = h.feeder_id AND l.slot = h.slot
    LEFT JOIN in_service AS n ON n.feeder_id = h.feeder_id
)
SELECT
    f.feeder_id,
    f.feeder_name,
    SUM(IFF(b.is_whole, b.head_kwh, 0)) AS head_kwh,
    SUM(IFF(b.is_whole, b.metered_kwh, 0)) AS metered_kwh,
    SUM(IFF(b.is_whole, b.metered_kwh - b.net_kwh, 0)) AS filled_kwh,
    SUM(IFF(b.is_whole, b.head_kwh - b.metered_kwh, 0)) AS losses_kwh,
    100 * SUM(IFF(b.is_whole, b.head_kwh - b.metered_kwh, 0)) / NULLIF(SUM(IFF(b.is_whole, b.head_kwh, 0)), 0) AS losses_pct,
    SUM(IFF(b.is_whole, b.interval_minutes, 0)) / 60.0 AS hours,
    COUNT_IF(b.is_whole) AS intervals,
    COUNT_IF(NOT b.is_whole) AS intervals_left_out
FROM balanced AS b
JOIN feeders AS f ON f.feeder_id = b.feeder_id
WHERE f.utility_id = :utility_id
    AND (:substation_id = 0 OR f.substation_id = :substation_id)
    AND (:feeder_id = 0 OR f.feeder_id = :feeder_id)
GROUP BY f.feeder_id, f.feeder_name
ORDER BY losses_pct DESC NULLS LAST, f.feeder_id
