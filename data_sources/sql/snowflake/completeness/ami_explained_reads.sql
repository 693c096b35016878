-- One row a feeder and day with missing reads that an outage explains: an interval counts where an interruption of the
-- meter's transformer covers any part of it. Missing are placeholders and intervals
-- without a record, at the meter's shortest length of the day (the feeder's, where it has no record of the day and is active).
-- Readings are read of those meters and days alone that were interrupted and lack any (meter_day).
-- An interruption that lasts is taken to last until to_at. What is used more than once is grouped, of one row a group:
-- DuckDB works such a part out once.
-- result: feeder_id int32, reading_day date, intervals_explained int64
-- topics: ami, exports
WITH dark AS (
    SELECT DISTINCT m.transformer_id, m.feeder_id, e.out_at, e.back_at
    FROM (
        SELECT
            transformer_id, COALESCE(out_at, started_at) AS out_at, COALESCE(restored_at, :to_at::timestamp_ntz) AS back_at
        FROM outage_events
        WHERE utility_id = :utility_id
            AND transformer_id IS NOT NULL
            AND COALESCE(out_at, started_at) < :to_at::timestamp_ntz
            AND (restored_at IS NULL OR restored_at > :from_at::timestamp_ntz)
    ) AS e
    JOIN meters AS m ON m.transformer_id = e.transformer_id
    JOIN feeders AS f ON f.feeder_id = m.feeder_id
    WHERE f.utility_id = :utility_id
        AND (:substation_id = 0 OR f.substation_id = :substation_id)
        AND (:feeder_id = 0 OR f.feeder_id = :feeder_id)
),
due AS (
    SELECT
        l.feeder_id,
        l.reading_day,
        l.interval_start_at,
        l.interval_minutes,
        DATEADD('minute', l.interval_minutes, l.interval_start_at) AS end_at,
        DATEDIFF('minute', '1970-01-01'::timestamp_ntz, l.interval_start_at) AS start_minute
    FROM feeder_interval_load AS l
    WHERE l.reading_day >= :first_day::date
        AND l.reading_day < :end_day::date
        AND l.feeder_id IN (SELECT feeder_id FROM dark)
),
days AS (
    SELECT feeder_id, reading_day, MIN(interval_minutes) AS interval_minutes, MIN(start_minute) AS first_minute
    FROM due
    GROUP BY feeder_id, reading_day
),
ends AS (
    SELECT feeder_id, MAX(end_at) AS due_at FROM due GROUP BY feeder_id
),
touched AS (
    -- Intervals of up to an hour, the longest there are, that an interruption may touch.
    SELECT DISTINCT
        d.transformer_id, d.feeder_id, l.reading_day, l.interval_start_at, l.interval_minutes, l.start_minute
    FROM dark AS d
    JOIN due AS l
        ON l.feeder_id = d.feeder_id
        AND l.interval_start_at < d.back_at
        AND DATEADD('minute', 60, l.interval_start_at) > d.out_at
),
near AS (
    SELECT DISTINCT transformer_id, feeder_id, reading_day FROM touched
),
chosen AS (
    SELECT
        m.meter_id, n.transformer_id, n.feeder_id, n.reading_day, MIN(f.first_minute) AS first_minute,
        COALESCE(MIN(d.interval_minutes), MIN(f.interval_minutes)) AS interval_minutes
    FROM near AS n
    JOIN days AS f ON f.feeder_id = n.feeder_id AND f.reading_day = n.reading_day
    JOIN meters AS m ON m.transformer_id = n.transformer_id
    LEFT JOIN meter_day AS d
        ON d.meter_id = m.meter_id
        AND d.reading_day = n.reading_day
        AND d.reading_day >= :first_day::date
        AND d.reading_day < :end_day::date
    WHERE (d.meter_id IS NULL AND m.is_active) OR d.intervals_expected > d.intervals_received
    GROUP BY m.meter_id, n.transformer_id, n.feeder_id, n.reading_day
),
came AS (
    SELECT
        c.meter_id, c.transformer_id, c.feeder_id, r.reading_day, r.interval_start_at, r.interval_minutes,
        MAX(r.quality) AS quality
    FROM ami_interval_readings AS r
    JOIN chosen AS c ON c.meter_id = r.meter_id AND c.reading_day = r.reading_day
    WHERE r.reading_day >= :first_day::date
        AND r.reading_day < :end_day::date
        AND r.meter_id IN (SELECT meter_id FROM chosen)
    GROUP BY c.meter_id, c.transformer_id, c.feeder_id, r.reading_day, r.interval_start_at, r.interval_minutes
),
covered AS (
    SELECT r.meter_id, r.reading_day, l.interval_start_at
    FROM came AS r
    JOIN touched AS l ON l.transformer_id = r.transformer_id AND l.reading_day = r.reading_day
    WHERE r.interval_start_at <= l.interval_start_at
        AND DATEADD('minute', r.interval_minutes, r.interval_start_at) > l.interval_start_at
    GROUP BY r.meter_id, r.reading_day, l.interval_start_at
),
wanted AS (
    SELECT
        c.meter_id, c.transformer_id, c.feeder_id, c.reading_day, l.interval_start_at, c.interval_minutes,
        DATEADD('minute', c.interval_minutes, l.interval_start_at) AS end_at
    FROM chosen AS c
    JOIN touched AS l ON l.transformer_id = c.transformer_id AND l.reading_day = c.reading_day
    WHERE l.interval_minutes <= c.interval_minutes
        AND MOD(l.start_minute - c.first_minute, c.interval_minutes) = 0
),
absent AS (
    SELECT DISTINCT
        w.meter_id, w.transformer_id, w.feeder_id, w.reading_day, w.interval_start_at, w.interval_minutes
    FROM wanted AS w
    JOIN ends AS e ON e.feeder_id = w.feeder_id
    LEFT JOIN covered AS k
        ON k.meter_id = w.meter_id AND k.reading_day = w.reading_day AND k.interval_start_at = w.interval_start_at
    WHERE w.end_at <= e.due_at
        AND w.end_at <= :due_from::timestamp_ntz
        AND k.meter_id IS NULL
),
missing AS (
    SELECT meter_id, transformer_id, feeder_id, reading_day, interval_start_at, interval_minutes
    FROM came
    WHERE quality = 'missing'
    UNION ALL
    SELECT meter_id, transformer_id, feeder_id, reading_day, interval_start_at, interval_minutes
    FROM absent
),
explained AS (
    SELECT DISTINCT x.feeder_id, x.reading_day, x.meter_id, x.interval_start_at
    FROM missing AS x
    JOIN dark AS d
        ON d.transformer_id = x.transformer_id
        AND x.interval_start_at < d.back_at
        AND DATEADD('minute', x.interval_minutes, x.interval_start_at) > d.out_at
)
SELECT feeder_id, reading_day, COUNT(*) AS intervals_explained
FROM explained
GROUP BY feeder_id, reading_day
ORDER BY feeder_id, reading_day
