-- One row a feeder with what the history keeps of it.
-- result: feeder_id int32, utility_id int32, substation_id int32, feeder_name string, voltage_kv float32,
--         rated_kva float32, peak_load_kw float32
-- topics: network
-- bulk: yes
SELECT feeder_id, utility_id, substation_id, feeder_name, voltage_kv, rated_kva, peak_load_kw
FROM flux.feeders
WHERE utility_id = :utility_id
ORDER BY feeder_id
