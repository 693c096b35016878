-- One row a place: kind_number counts substations, nodes, poles, transformers, meters, devices from 0.
-- result: kind_number int16, asset_id int32, lon float64, lat float64
-- topics: network
-- bulk: yes
SELECT 0 AS kind_number, substation_id AS asset_id, lon, lat FROM flux.substations WHERE utility_id = :utility_id
UNION ALL
SELECT 1, node_id, lon, lat FROM flux.nodes WHERE utility_id = :utility_id
UNION ALL
SELECT 2, pole_id, lon, lat FROM flux.poles WHERE utility_id = :utility_id
UNION ALL
SELECT 3, transformer_id, lon, lat FROM flux.transformers WHERE utility_id = :utility_id
UNION ALL
SELECT 4, meter_id, lon, lat FROM flux.meters WHERE utility_id = :utility_id
UNION ALL
SELECT 5, device_id, lon, lat FROM flux.devices WHERE utility_id = :utility_id
