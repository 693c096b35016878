-- One row a device on a line section, then a transformer at its far end.
-- result: kind string, asset_id int32, name string, note string
-- topics: network, devices
SELECT * FROM (
    SELECT 'device' AS kind, device_id AS asset_id, device_name AS name, kind || CASE WHEN is_open THEN ', open' ELSE '' END AS note
    FROM flux.devices
    WHERE utility_id = :utility_id AND segment_id = :asset_id
    UNION ALL
    SELECT 'transformer', t.transformer_id, t.transformer_name, t.customers_served || ' customers'
    FROM flux.segments AS g
    JOIN flux.transformers AS t ON t.node_id = g.to_node_id
    WHERE g.utility_id = :utility_id AND g.segment_id = :asset_id
) AS child
ORDER BY kind, name
LIMIT 200
