-- One row a transformer of a utility: what its health is judged by.
-- result: transformer_id int32, node_id int32, feeder_id int32, kind string, is_underground bool, rated_kva float32,
--   installed_year int16, customers_served int32
-- topics: network
-- bulk: yes
SELECT transformer_id, node_id, feeder_id, kind, is_underground, rated_kva, installed_year, customers_served
FROM flux.transformers
WHERE utility_id = :utility_id
ORDER BY transformer_id
