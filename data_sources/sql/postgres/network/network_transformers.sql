-- One row a transformer; secondary_node_id is -1 where no secondary network is modelled.
-- result: transformer_id int32, feeder_id int32, node_id int32, secondary_node_id int32, transformer_name string,
--         kind string, rated_kva float32, is_underground bool, installed_year int16, health_score float32,
--         peak_load_kw float32, phases string, lon float64, lat float64
-- topics: network
-- bulk: yes
SELECT
    transformer_id, feeder_id, node_id, coalesce(secondary_node_id, -1) AS secondary_node_id, transformer_name,
    kind, rated_kva, is_underground, installed_year, health_score,
    peak_load_kw, phases, lon, lat
FROM flux.transformers
WHERE utility_id = :utility_id
ORDER BY transformer_id
