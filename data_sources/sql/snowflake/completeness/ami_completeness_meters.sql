-- One row a meter and day of a transformer, or of one meter: reads expected, received, estimated, edited, missing, late.
-- Days are those that the feeder has; NULL reads where the meter has no record of the day, of which as many are expected
-- as of its feeder's meters. Else as many as the day has intervals of the meter's length, which is told by its counts: one
-- that they meet exactly, else that of the meter's fullest day, else the next. On a day on which a meter changes its
-- length, the intervals of the shorter one are expected all day.
-- result: meter_id int32, meter_name string, reading_day date, intervals_expected int64, intervals_received int64,
-- intervals_estimated int64, intervals_edited int64, intervals_missing int64, intervals_late int64
-- topics: ami
WITH chosen AS (
    SELECT m.meter_id, m.meter_name, m.feeder_id
    FROM meters AS m
    WHERE (:transformer_id = 0 OR m.transformer_id = :transformer_id)
        AND (:meter_id = 0 OR m.meter_id = :meter_id)
),
lengths AS (
    -- Every length with as many intervals as fit into what of the day anybody on the feeder has a record of.
    SELECT
        k.feeder_id,
        k.reading_day,
        k.interval_minutes,
        FLOOR(
            LEAST(
                SUM(k.starts * k.interval_minutes) OVER (PARTITION BY k.feeder_id, k.reading_day),
                DATEDIFF(
                    'minute',
                    MIN(k.first_at) OVER (PARTITION BY k.feeder_id, k.reading_day),
                    MAX(k.end_at) OVER (PARTITION BY k.feeder_id, k.reading_day)
                )
            ) / k.interval_minutes
        ) AS starts
    FROM (
        SELECT
            l.feeder_id,
            l.reading_day,
            l.interval_minutes,
            COUNT(*) AS starts,
            MIN(l.interval_start_at) AS first_at,
            MAX(DATEADD('minute', l.interval_minutes, l.interval_start_at)) AS end_at
        FROM feeder_interval_load AS l
        WHERE l.reading_day >= :first_day::date
            AND l.reading_day < :end_day::date
            AND l.feeder_id IN (SELECT feeder_id FROM chosen)
        GROUP BY l.feeder_id, l.reading_day, l.interval_minutes
    ) AS k
),
counted AS (
    SELECT
        x.meter_id,
        x.reading_day,
        x.intervals_received + x.intervals_missing AS intervals,
        MAX(x.intervals_received + x.intervals_missing) OVER (PARTITION BY x.meter_id) AS most,
        x.intervals_received,
        x.intervals_estimated,
        x.intervals_edited,
        x.intervals_missing,
        x.intervals_late
    FROM meter_day AS x
    WHERE x.reading_day >= :first_day::date
        AND x.reading_day < :end_day::date
        AND (:transformer_id = 0 OR x.transformer_id = :transformer_id)
        AND (:meter_id = 0 OR x.meter_id = :meter_id)
),
recorded AS (
    SELECT
        counted.*,
        CASE
            WHEN most > 700 THEN 1
            WHEN most > 200 THEN 5
            WHEN most > 115 THEN 10
            WHEN most > 60 THEN 15
            WHEN most > 30 THEN 30
            ELSE 60
        END AS interval_minutes
    FROM counted
)
SELECT
    c.meter_id,
    c.meter_name,
    f.reading_day,
    COALESCE(
        MAX(IFF(l.starts = d.intervals, l.starts, NULL)),
        MAX(IFF(l.interval_minutes = d.interval_minutes AND l.starts >= d.intervals, l.starts, NULL)),
        MIN(IFF(l.starts >= d.intervals, l.starts, NULL)),
        ROUND(MAX(f.intervals_expected / f.meters))
    ) AS intervals_expected,
    d.intervals_received,
    d.intervals_estimated,
    d.intervals_edited,
    d.intervals_missing,
    d.intervals_late
FROM chosen AS c
JOIN feeder_day AS f ON f.feeder_id = c.feeder_id
LEFT JOIN recorded AS d ON d.meter_id = c.meter_id AND d.reading_day = f.reading_day
LEFT JOIN lengths AS l ON l.feeder_id = f.feeder_id AND l.reading_day = f.reading_day
WHERE f.reading_day >= :first_day::date
    AND f.reading_day < :end_day::date
GROUP BY
    c.meter_id,
    c.meter_name,
    f.reading_day,
    d.intervals_received,
    d.intervals_estimated,
    d.intervals_edited,
    d.intervals_missing,
    d.intervals_late
ORDER BY c.meter_id, f.reading_day
