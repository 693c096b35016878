-- One row a transformer on a pole.
-- result: kind string, asset_id int32, name string, note string
-- topics: network
SELECT 'transformer' AS kind, transformer_id AS asset_id, transformer_name AS name, customers_served || ' customers' AS note
FROM flux.transformers
WHERE utility_id = :utility_id AND pole_id = :asset_id
ORDER BY transformer_name
LIMIT 200
