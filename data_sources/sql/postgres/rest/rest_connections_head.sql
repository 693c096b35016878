-- One row a feeder: from its substation to the first node of the feeder. No topics: pages are not kept.
-- result: connection_type string, connection_id int32, feeder_id int32, from_type string, from_asset_id int32,
-- to_type string, to_asset_id int32, from_lon float64, from_lat float64, to_lon float64, to_lat float64
-- bulk: yes
SELECT
    'head' AS connection_type, f.feeder_id AS connection_id, f.feeder_id, 'substation' AS from_type,
    f.substation_id AS from_asset_id, 'node' AS to_type, f.head_node_id AS to_asset_id, b.lon AS from_lon,
    b.lat AS from_lat, n.lon AS to_lon, n.lat AS to_lat
FROM flux.feeders AS f
JOIN flux.substations AS b ON b.substation_id = f.substation_id
JOIN flux.nodes AS n ON n.node_id = f.head_node_id
WHERE
    f.utility_id = :utility_id
    AND f.feeder_id > :after_id
    AND (:feeder_ids::integer[] IS NULL OR f.feeder_id = ANY (:feeder_ids::integer[]))
ORDER BY f.feeder_id
LIMIT :row_limit
