-- One row a feeder or substation of a place, or one of all of it where `kind` is empty: meters with a record in a period,
-- those with reads that are not there, those of which no read at all is there, and those with estimated ones.
-- result: place_name string, meters int64, meters_with_gaps int64, meters_silent int64, meters_estimated int64
-- topics: ami
WITH places AS (
    SELECT
        f.feeder_id,
        CASE :kind WHEN 'feeder' THEN f.feeder_name WHEN 'substation' THEN s.substation_name ELSE '' END AS place_name
    FROM feeders AS f
    JOIN substations AS s ON s.substation_id = f.substation_id
    WHERE f.utility_id = :utility_id
        AND (:substation_id = 0 OR f.substation_id = :substation_id)
        AND (:feeder_id = 0 OR f.feeder_id = :feeder_id)
)
SELECT
    x.place_name,
    COUNT(*) AS meters,
    COUNT_IF(x.has_gap > 0) AS meters_with_gaps,
    COUNT_IF(x.received = 0) AS meters_silent,
    COUNT_IF(x.estimated > 0) AS meters_estimated
FROM (
    SELECT
        p.place_name,
        d.meter_id,
        MAX(IFF(d.intervals_expected > d.intervals_received, 1, 0)) AS has_gap,
        COALESCE(SUM(d.intervals_received), 0) AS received,
        COALESCE(SUM(d.intervals_estimated), 0) AS estimated
    FROM meter_day AS d
    JOIN places AS p ON p.feeder_id = d.feeder_id
    WHERE d.reading_day >= :first_day::date
        AND d.reading_day < :end_day::date
    GROUP BY p.place_name, d.meter_id
) AS x
GROUP BY x.place_name
