-- One row a meter: from its node where a secondary network is modelled, else from its transformer.
-- result: connection_type string, connection_id int32, feeder_id int32, from_type string, from_asset_id int32,
-- to_type string, to_asset_id int32, from_lon float64, from_lat float64, to_lon float64, to_lat float64
-- bulk: yes
SELECT
    'meter' AS connection_type, m.meter_id AS connection_id, m.feeder_id,
    CASE WHEN x.secondary_node_id IS NULL THEN 'transformer' ELSE 'node' END AS from_type,
    CASE WHEN x.secondary_node_id IS NULL THEN m.transformer_id ELSE m.node_id END AS from_asset_id,
    'meter' AS to_type, m.meter_id AS to_asset_id,
    CASE WHEN x.secondary_node_id IS NULL THEN x.lon ELSE n.lon END AS from_lon,
    CASE WHEN x.secondary_node_id IS NULL THEN x.lat ELSE n.lat END AS from_lat,
    m.lon AS to_lon, m.lat AS to_lat
FROM flux.meters AS m
JOIN flux.transformers AS x ON x.transformer_id = m.transformer_id
JOIN flux.nodes AS n ON n.node_id = m.node_id
WHERE
    m.utility_id = :utility_id
    AND m.meter_id > :after_id
    AND (:feeder_ids::integer[] IS NULL OR m.feeder_id = ANY (:feeder_ids::integer[]))
ORDER BY m.meter_id
LIMIT :row_limit
