-- One row: where something of the network is, by its name, for a call of somebody without an account.
-- result: name string, lon float64, lat float64
-- topics: network
SELECT name, lon, lat
FROM (
    SELECT 'substation' AS kind, substation_id AS id, utility_id, substation_name AS name, lon, lat FROM flux.substations
    UNION ALL
    SELECT 'pole', pole_id, utility_id, pole_name, lon, lat FROM flux.poles
    UNION ALL
    SELECT 'transformer', transformer_id, utility_id, transformer_name, lon, lat FROM flux.transformers
    UNION ALL
    SELECT 'device', device_id, utility_id, device_name, lon, lat FROM flux.devices
    UNION ALL
    SELECT 'segment', g.segment_id, g.utility_id, g.segment_name, n.lon, n.lat
    FROM flux.segments AS g
    JOIN flux.nodes AS n ON n.node_id = g.to_node_id
) AS thing
WHERE kind = :kind AND id = :asset_id AND utility_id = :utility_id
