-- One row a feeder and day: reads expected, received, estimated, edited, missing and late.
-- result: feeder_id int32, feeder_name string, reading_day date, meters int32, intervals_expected int64,
-- intervals_received int64, intervals_estimated int64, intervals_edited int64, intervals_missing int64,
-- intervals_late int64
-- topics: ami
SELECT
    d.feeder_id,
    f.feeder_name,
    d.reading_day,
    d.meters,
    d.intervals_expected,
    d.intervals_received,
    d.intervals_estimated,
    d.intervals_edited,
    d.intervals_missing,
    d.intervals_late
FROM feeder_day AS d
JOIN feeders AS f ON f.feeder_id = d.feeder_id
WHERE d.reading_day >= :first_day::date
    AND d.reading_day < :end_day::date
    AND f.utility_id = :utility_id
    AND (:substation_id = 0 OR f.substation_id = :substation_id)
    AND (:feeder_id = 0 OR f.feeder_id = :feeder_id)
ORDER BY d.feeder_id, d.reading_day
