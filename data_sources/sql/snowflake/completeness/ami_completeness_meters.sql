-- One row a meter and day of a transformer, or of one meter: reads expected, received, estimated, edited, missing, late.
-- Days are those that the feeder has. NULL reads where the meter has no record of the day: expected are as many as the day
-- has intervals of the meter's shortest length in the period, or where it has no record at all, as of its feeder's meters.
-- result: meter_id int32, meter_name string, reading_day date, intervals_expected int64, intervals_received int64,
-- intervals_estimated int64, intervals_edited int64, intervals_missing int64, intervals_late int64
-- topics: ami
WITH chosen AS (
    SELECT m.meter_id, m.meter_name, m.feeder_id
    FROM meters AS m
    WHERE (:transformer_id = 0 OR m.transformer_id = :transformer_id)
        AND (:meter_id = 0 OR m.meter_id = :meter_id)
),
recorded AS (
    SELECT
        x.meter_id,
        x.reading_day,
        x.interval_minutes,
        x.intervals_expected,
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
)
SELECT
    c.meter_id,
    c.meter_name,
    f.reading_day,
    COALESCE(
        d.intervals_expected,
        FLOOR(f.minutes_expected / o.interval_minutes),
        ROUND(f.intervals_expected / f.meters)
    ) AS intervals_expected,
    d.intervals_received,
    d.intervals_estimated,
    d.intervals_edited,
    d.intervals_missing,
    d.intervals_late
FROM chosen AS c
JOIN feeder_day AS f ON f.feeder_id = c.feeder_id
LEFT JOIN recorded AS d ON d.meter_id = c.meter_id AND d.reading_day = f.reading_day
LEFT JOIN (
    SELECT meter_id, MIN(interval_minutes) AS interval_minutes FROM recorded GROUP BY meter_id
) AS o ON o.meter_id = c.meter_id
WHERE f.reading_day >= :first_day::date
    AND f.reading_day < :end_day::date
ORDER BY c.meter_id, f.reading_day
