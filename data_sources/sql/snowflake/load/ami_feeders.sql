-- One row a feeder of a utility, substation or just itself.
-- result: feeder_id int32, feeder_name string, substation_id int32
-- topics: ami
SELECT f.feeder_id, f.feeder_name, f.substation_id
FROM feeders AS f
WHERE f.utility_id = :utility_id
    AND (:substation_id = 0 OR f.substation_id = :substation_id)
    AND (:feeder_id = 0 OR f.feeder_id = :feeder_id)
ORDER BY f.feeder_id
