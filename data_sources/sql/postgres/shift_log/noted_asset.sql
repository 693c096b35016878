-- One row where a utility has the asset that a note names.
SELECT 1 FROM flux.substations WHERE :asset_kind = 'substation' AND substation_id = :asset_id AND utility_id = :utility_id
UNION ALL
SELECT 1 FROM flux.feeders WHERE :asset_kind = 'feeder' AND feeder_id = :asset_id AND utility_id = :utility_id
UNION ALL
SELECT 1 FROM flux.transformers WHERE :asset_kind = 'transformer' AND transformer_id = :asset_id AND utility_id = :utility_id
UNION ALL
SELECT 1 FROM flux.poles WHERE :asset_kind = 'pole' AND pole_id = :asset_id AND utility_id = :utility_id
UNION ALL
SELECT 1 FROM flux.devices WHERE :asset_kind = 'device' AND device_id = :asset_id AND utility_id = :utility_id
UNION ALL
SELECT 1 FROM flux.segments WHERE :asset_kind = 'segment' AND segment_id = :asset_id AND utility_id = :utility_id
UNION ALL
SELECT 1 FROM flux.meters WHERE :asset_kind = 'meter' AND meter_id = :asset_id AND utility_id = :utility_id
