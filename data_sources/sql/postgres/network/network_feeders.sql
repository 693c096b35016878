-- One row a feeder.
-- result: feeder_id int32, substation_id int32, feeder_name string, voltage_kv float32, head_node_id int32,
--         rated_a float32, rated_kva float32, peak_load_kw float32
-- topics: network
-- bulk: yes
SELECT feeder_id, substation_id, feeder_name, voltage_kv, head_node_id, rated_a, rated_kva, peak_load_kw
FROM flux.feeders
WHERE utility_id = :utility_id
ORDER BY feeder_id
