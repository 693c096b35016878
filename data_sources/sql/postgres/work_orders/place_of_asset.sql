-- One row: where an asset of a utility is, its feeder, its name, and whether it is underground.
SELECT a.feeder_id, a.lon, a.lat, a.asset_name, a.is_underground
FROM (
    SELECT 'pole' AS kind, pole_id AS asset_id, utility_id, feeder_id, lon, lat, pole_name AS asset_name, false AS is_underground
    FROM flux.poles
    UNION ALL
    SELECT 'transformer', transformer_id, utility_id, feeder_id, lon, lat, transformer_name, is_underground
    FROM flux.transformers
    UNION ALL
    SELECT 'device', device_id, utility_id, feeder_id, lon, lat, device_name, false
    FROM flux.devices
    UNION ALL
    SELECT 'segment', s.segment_id, s.utility_id, s.feeder_id, (a.lon + b.lon) / 2, (a.lat + b.lat) / 2, s.segment_name, s.is_underground
    FROM flux.segments AS s
    JOIN flux.nodes AS a ON a.node_id = s.from_node_id
    JOIN flux.nodes AS b ON b.node_id = s.to_node_id
) AS a
WHERE a.kind = :asset_kind AND a.asset_id = :asset_id AND a.utility_id = :utility_id
