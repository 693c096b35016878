-- One row a substation with what the history keeps of it.
-- result: substation_id int32, utility_id int32, substation_name string, lon float64, lat float64, voltage_kv float32,
--         capacity_mva float32
-- topics: network
-- bulk: yes
SELECT substation_id, utility_id, substation_name, lon, lat, voltage_kv, capacity_mva
FROM flux.substations
WHERE utility_id = :utility_id
ORDER BY substation_id
