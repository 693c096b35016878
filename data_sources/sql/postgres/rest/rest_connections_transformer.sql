-- One row a transformer: from the node on its primary side to itself. No topics: pages are not kept.
-- result: connection_type string, connection_id int32, feeder_id int32, from_type string, from_asset_id int32,
-- to_type string, to_asset_id int32, from_lon float64, from_lat float64, to_lon float64, to_lat float64
-- bulk: yes
SELECT
    'transformer' AS connection_type, x.transformer_id AS connection_id, x.feeder_id, 'node' AS from_type,
    x.node_id AS from_asset_id, 'transformer' AS to_type, x.transformer_id AS to_asset_id, n.lon AS from_lon,
    n.lat AS from_lat, x.lon AS to_lon, x.lat AS to_lat
FROM flux.transformers AS x
JOIN flux.nodes AS n ON n.node_id = x.node_id
WHERE
    x.utility_id = :utility_id
    AND x.transformer_id > :after_id
    AND (:feeder_ids::integer[] IS NULL OR x.feeder_id = ANY (:feeder_ids::integer[]))
ORDER BY x.transformer_id
LIMIT :row_limit
