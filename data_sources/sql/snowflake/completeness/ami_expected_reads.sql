-- One row an interval that a transformer's meters, or one meter, should have read: what became of the read.
-- The range of ids keeps the reading short. Besides what there is a record of, an interval is expected where the meter has
-- no record and anybody on the feeder has one that begins with it and is no longer, as far as anybody was read; "no_record":
-- not even a placeholder came. What ends after due_from and is not there is still due, and no row. Lengths are those of the day (see meter_day), a new one counts from its first record on; on a
-- day without any it is the shortest of the meter; of a meter without any, if it is active, the shortest of the feeder.
-- result: meter_id int32, meter_name string, interval_start_at timestamp, interval_minutes int16, quality string,
-- is_late bool
-- topics: ami
WITH chosen AS (
    SELECT m.meter_id, m.meter_name, m.feeder_id, m.is_active
    FROM meters AS m
    WHERE (:transformer_id = 0 OR m.transformer_id = :transformer_id)
        AND (:meter_id = 0 OR m.meter_id = :meter_id)
),
came AS (
    SELECT
        r.meter_id,
        r.reading_day,
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
due AS (
    SELECT
        l.feeder_id,
        l.reading_day,
        l.interval_start_at,
        l.interval_minutes,
        DATEDIFF('minute', '1970-01-01'::timestamp_ntz, l.interval_start_at) AS start_minute,
        MAX(DATEADD('minute', l.interval_minutes, l.interval_start_at)) OVER (PARTITION BY l.feeder_id) AS due_at
    FROM feeder_interval_load AS l
    WHERE l.reading_day >= :first_day::date
        AND l.reading_day < :end_day::date
        AND l.feeder_id IN (SELECT feeder_id FROM chosen)
),
own AS (
    SELECT
        meter_id,
        reading_day,
        interval_minutes,
        MIN(interval_start_at) AS first_at,
        MOD(DATEDIFF('minute', '1970-01-01'::timestamp_ntz, MIN(interval_start_at)), interval_minutes) AS phase
    FROM came
    GROUP BY meter_id, reading_day, interval_minutes
),
lengths AS (
    SELECT
        meter_id,
        reading_day,
        interval_minutes,
        phase,
        IFF(ROW_NUMBER() OVER (PARTITION BY meter_id, reading_day ORDER BY first_at) = 1, NULL, first_at) AS from_at,
        LEAD(first_at) OVER (PARTITION BY meter_id, reading_day ORDER BY first_at) AS to_at
    FROM own
    UNION ALL
    SELECT
        c.meter_id,
        d.reading_day,
        COALESCE(u.interval_minutes, d.interval_minutes) AS interval_minutes,
        MOD(COALESCE(u.phase, d.first_minute), COALESCE(u.interval_minutes, d.interval_minutes)) AS phase,
        NULL AS from_at,
        NULL AS to_at
    FROM chosen AS c
    JOIN (
        SELECT feeder_id, reading_day, MIN(interval_minutes) AS interval_minutes, MIN(start_minute) AS first_minute
        FROM due
        GROUP BY feeder_id, reading_day
    ) AS d ON d.feeder_id = c.feeder_id
    LEFT JOIN (
        SELECT meter_id, MIN(interval_minutes) AS interval_minutes, MIN(phase) AS phase FROM own GROUP BY meter_id
    ) AS u ON u.meter_id = c.meter_id
    LEFT JOIN own AS o ON o.meter_id = c.meter_id AND o.reading_day = d.reading_day
    WHERE o.meter_id IS NULL AND (u.meter_id IS NOT NULL OR c.is_active)
),
absent AS (
    SELECT DISTINCT n.meter_id, l.interval_start_at, n.interval_minutes
    FROM chosen AS c
    JOIN lengths AS n ON n.meter_id = c.meter_id
    JOIN due AS l
        ON l.feeder_id = c.feeder_id AND l.reading_day = n.reading_day AND l.interval_minutes <= n.interval_minutes
    LEFT JOIN came AS r
        ON r.meter_id = n.meter_id
        AND r.reading_day = n.reading_day
        AND r.interval_start_at <= l.interval_start_at
        AND DATEADD('minute', r.interval_minutes, r.interval_start_at) > l.interval_start_at
    WHERE MOD(l.start_minute, n.interval_minutes) = n.phase
        AND DATEADD('minute', n.interval_minutes, l.interval_start_at) <= l.due_at
        AND DATEADD('minute', n.interval_minutes, l.interval_start_at) <= :due_from::timestamp_ntz
        AND (n.from_at IS NULL OR l.interval_start_at >= n.from_at)
        AND (n.to_at IS NULL OR DATEADD('minute', n.interval_minutes, l.interval_start_at) <= n.to_at)
        AND r.meter_id IS NULL
)
SELECT
    c.meter_id,
    c.meter_name,
    r.interval_start_at,
    r.interval_minutes,
    r.quality,
    r.is_late
FROM chosen AS c
JOIN (
    SELECT meter_id, interval_start_at, interval_minutes, quality, is_late
    FROM came
    UNION ALL
    SELECT meter_id, interval_start_at, interval_minutes, 'no_record' AS quality, FALSE AS is_late
    FROM absent
) AS r ON r.meter_id = c.meter_id
ORDER BY c.meter_id, r.interval_start_at
