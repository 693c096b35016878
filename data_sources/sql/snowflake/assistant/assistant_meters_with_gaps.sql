-- One row: meters of a place with a record in a period, those with reads that are not there, those of which no read at
-- all is there, and those with estimated ones.
-- result: meters int64, meters_with_gaps int64, meters_silent int64, meters_estimated int64
-- topics: ami
SELECT
    COUNT(*) AS meters,
    COUNT_IF(x.has_gap > 0) AS meters_with_gaps,
    COUNT_IF(x.received = 0) AS meters_silent,
    COUNT_IF(x.estimated > 0) AS meters_estimated
FROM (
    SELECT
        d.meter_id,
        MAX(IFF(d.intervals_expected > d.intervals_received, 1, 0)) AS has_gap,
        COALESCE(SUM(d.intervals_received), 0) AS received,
        COALESCE(SUM(d.intervals_estimated), 0) AS estimated
    FROM meter_day AS d
    JOIN feeders AS f ON f.feeder_id = d.feeder_id
    WHERE d.reading_day >= :first_day::date
        AND d.reading_day < :end_day::date
        AND f.utility_id = :utility_id
        AND (:substation_id = 0 OR f.substation_id = :substation_id)
        AND (:feeder_id = 0 OR f.feeder_id = :feeder_id)
    GROUP BY d.meter_id
) AS x
