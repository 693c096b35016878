-- One row a transformer whose secondary network is modelled: from itself to the node on its secondary side.
-- result: connection_type string, connection_id int32, feeder_id int32, from_type string, from_asset_id int32,
-- to_type string, to_asset_id int32, from_lon float64, from_lat float64, to_lon float64, to_lat float64
-- bulk: yes
SELECT
    'secondary' AS connection_type, x.transformer_id AS connection_id, x.feeder_id, 'transformer' AS from_type,
    x.transformer_id AS from_asset_id, 'node' AS to_type, x.secondary_node_id AS to_asset_id, x.lon AS from_lon,
    x.lat AS from_lat, n.lon AS to_lon, n.lat AS to_lat
FROM flux.transformers AS x
JOIN flux.nodes AS n ON n.node_id = x.secondary_node_id
WHERE
    x.utility_id = :utility_id
    AND x.transformer_id > :after_id
    AND (:feeder_ids::integer[] IS NULL OR x.feeder_id = ANY (:feeder_ids::integer[]))
ORDER BY x.transformer_id
LIMIT :row_limit
