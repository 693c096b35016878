-- One row an interval that a transformer's meters, or one meter, should have read: what became of the read.
-- The range of ids keeps the reading short. An interval is expected where anybody on the feeder has a record of it; "no_record": not even a placeholder came.
-- result: meter_id int32, meter_name string, interval_start_at timestamp, interval_minutes int16, quality string,
-- is_late bool
-- topics: ami
WITH chosen AS (
    SELECT m.meter_id, m.meter_name, m.feeder_id
    FROM meters AS m
    WHERE (:transformer_id = 0 OR m.transformer_id = :transformer_id)
        AND (:meter_id = 0 OR m.meter_id = :meter_id)
),
came AS (
    SELECT
        r.meter_id,
        r.interval_start_at,
        r.interval_minutes,
        r.quality,
        r.ingested_at > DATEADD('minute', 360 + r.interval_minutes, r.interval_start_at) AS is_late
    FROM ami_interval_readings AS r
    WHERE r.reading_day >= :first_day::date
        AND r.reading_day < :end_day::date
        AND r.meter_id >= :first_meter_id
        AND r.meter_id <= :last_meter_id
),
lengths AS (
    SELECT meter_id, MIN(interval_minutes) AS interval_minutes
    FROM came
    GROUP BY meter_id
)
SELECT
    c.meter_id,
    c.meter_name,
    l.interval_start_at,
    l.interval_minutes,
    COALESCE(r.quality, 'no_record') AS quality,
    COALESCE(r.is_late, FALSE) AS is_late
FROM chosen AS c
JOIN lengths AS n ON n.meter_id = c.meter_id
JOIN feeder_interval_load AS l ON l.feeder_id = c.feeder_id AND l.interval_minutes = n.interval_minutes
LEFT JOIN came AS r ON r.meter_id = c.meter_id AND r.interval_start_at = l.interval_start_at
WHERE l.reading_day >= :first_day::date
    AND l.reading_day < :end_day::date
ORDER BY c.meter_id, l.interval_start_at
