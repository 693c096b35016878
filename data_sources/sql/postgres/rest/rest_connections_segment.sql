-- One row a segment: from node to node. No topics: pages are not kept.
-- result: connection_type string, connection_id int32, feeder_id int32, from_type string, from_asset_id int32,
-- to_type string, to_asset_id int32, from_lon float64, from_lat float64, to_lon float64, to_lat float64
-- bulk: yes
SELECT
    'segment' AS connection_type, s.segment_id AS connection_id, s.feeder_id, 'node' AS from_type,
    s.from_node_id AS from_asset_id, 'node' AS to_type, s.to_node_id AS to_asset_id, a.lon AS from_lon,
    a.lat AS from_lat, n.lon AS to_lon, n.lat AS to_lat
FROM flux.segments AS s
JOIN flux.nodes AS a ON a.node_id = s.from_node_id
JOIN flux.nodes AS n ON n.node_id = s.to_node_id
WHERE
    s.utility_id = :utility_id
    AND s.segment_id > :after_id
    AND (:feeder_ids::integer[] IS NULL OR s.feeder_id = ANY (:feeder_ids::integer[]))
ORDER BY s.segment_id
LIMIT :row_limit
