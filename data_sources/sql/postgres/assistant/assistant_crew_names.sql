-- One row a crew of a utility, where it was last told to be.
-- result: asset_id int32, name string, lon float64, lat float64
-- topics: crews
SELECT crew_id AS asset_id, crew_name AS name, lon, lat
FROM flux.crews
WHERE utility_id = :utility_id
ORDER BY crew_id
