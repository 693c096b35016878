-- One row: reads of a period in a utility, a substation or a feeder, and how many of them are estimates.
-- result: intervals_received int64, intervals_estimated int64, intervals_missing int64
-- topics: ami
SELECT
    COALESCE(SUM(d.intervals_received), 0) AS intervals_received,
    COALESCE(SUM(d.intervals_estimated), 0) AS intervals_estimated,
    COALESCE(SUM(d.intervals_missing), 0) AS intervals_missing
FROM feeder_day AS d
JOIN feeders AS f ON f.feeder_id = d.feeder_id
WHERE d.reading_day >= :first_day::date
    AND d.reading_day < :end_day::date
    AND f.utility_id = :utility_id
    AND (:substation_id = 0 OR f.substation_id = :substation_id)
    AND (:feeder_id = 0 OR f.feeder_id = :feeder_id)
