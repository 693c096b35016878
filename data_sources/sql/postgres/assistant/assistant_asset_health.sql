-- One row: a transformer or pole as it was assessed last, with its feeder. NaN: not known; no row: never assessed.
-- result: name string, asset_class string, feeder_name string, health_score float32, health_low float32, health_high float32,
--   part_age float32, part_condition float32, part_loading float32, part_life float32, part_voltage float32,
--   part_kin float32, inspection_age_years float32, assessed_at timestamp
-- topics: asset_health, network
SELECT
    coalesce(t.transformer_name, p.pole_name) AS name, h.asset_class, f.feeder_name, h.health_score, h.health_low, h.health_high,
    h.part_age, h.part_condition, h.part_loading, h.part_life, h.part_voltage, h.part_kin, h.inspection_age_years, h.assessed_at
FROM flux.asset_health AS h
LEFT JOIN flux.transformers AS t ON h.asset_kind = 'transformer' AND t.transformer_id = h.asset_id
LEFT JOIN flux.poles AS p ON h.asset_kind = 'pole' AND p.pole_id = h.asset_id
JOIN flux.feeders AS f ON f.feeder_id = coalesce(t.feeder_id, p.feeder_id)
WHERE h.utility_id = :utility_id AND h.asset_kind = :asset_kind AND h.asset_id = :asset_id
