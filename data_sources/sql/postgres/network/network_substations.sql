-- One row a substation.
-- result: substation_id int32, substation_name string, lon float64, lat float64, capacity_mva float32
-- topics: network
-- bulk: yes
SELECT substation_id, substation_name, lon, lat, capacity_mva
FROM flux.substations
WHERE utility_id = :utility_id
ORDER BY substation_id
