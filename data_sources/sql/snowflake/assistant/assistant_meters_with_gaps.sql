-- One row: meters of a place with a record in a period, those with reads that are not there, and with estimated ones.
-- result: meters int64, meters_with_gaps int64, meters_estimated int64
-- topics: ami
SELECT
    COUNT(DISTINCT d.meter_id) AS meters,
    COUNT(DISTINCT IFF(d.intervals_expected > d.intervals_received, d.meter_id, NULL)) AS meters_with_gaps,
    COUNT(DISTINCT IFF(d.intervals_estimated > 0, d.meter_id, NULL)) AS meters_estimated
FROM meter_day AS d
JOIN feeders AS f ON f.feeder_id = d.feeder_id
WHERE d.reading_day >= :first_day::date
    AND d.reading_day < :end_day::date
    AND f.utility_id = :utility_id
    AND (:substation_id = 0 OR f.substation_id = :substation_id)
    AND (:feeder_id = 0 OR f.feeder_id = :feeder_id)
