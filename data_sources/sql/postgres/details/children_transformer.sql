-- One row a meter that a transformer feeds.
-- result: kind string, asset_id int32, name string, note string
-- topics: network
SELECT 'meter' AS kind, meter_id AS asset_id, meter_name AS name, customer_class || CASE WHEN is_active THEN '' ELSE ', no account' END AS note
FROM flux.meters
WHERE utility_id = :utility_id AND transformer_id = :asset_id
ORDER BY meter_name
LIMIT 200
