-- One row a transformer or pole of a utility as it was assessed last, with its place. NaN: not known.
-- result: asset_kind string, asset_id int32, asset_name string, asset_class string, feeder_id int32, lon float64,
--   lat float64, rated_kva float32, installed_year int16, health_score float32, health_low float32, health_high float32,
--   age_years float32, part_age float32, part_condition float32, part_loading float32, part_life float32,
--   part_voltage float32, part_kin float32, failure_probability float32, failure_probability_low float32,
--   failure_probability_high float32, customers int32, critical_customers int32, outage_hours float32,
--   risk_customer_minutes float32, risk_cost float32, replacement_cost float32, loss_of_life_pct float32,
--   hot_spot_max_c float32, peak_load_pct float32, inspection_age_years float32,
--   remaining_strength_pct float32, is_simulated bool
-- topics: asset_health, network
-- bulk: yes
SELECT
    h.asset_kind, h.asset_id, a.asset_name, h.asset_class, a.feeder_id, a.lon, a.lat, a.rated_kva, a.installed_year,
    h.health_score, h.health_low, h.health_high, h.age_years, h.part_age, h.part_condition, h.part_loading, h.part_life,
    h.part_voltage, h.part_kin, h.failure_probability, h.failure_probability_low, h.failure_probability_high,
    h.customers, h.critical_customers, h.outage_hours, h.risk_customer_minutes, h.risk_cost, h.replacement_cost,
    h.loss_of_life_pct, h.hot_spot_max_c, h.peak_load_pct, h.inspection_age_years, h.remaining_strength_pct,
    h.is_simulated
FROM flux.asset_health AS h
JOIN (
    SELECT
        'transformer' AS asset_kind, transformer_id AS asset_id, transformer_name AS asset_name, feeder_id, lon, lat,
        rated_kva, installed_year, utility_id
    FROM flux.transformers
    UNION ALL
    SELECT 'pole', pole_id, pole_name, feeder_id, lon, lat, 'NaN'::real, installed_year, utility_id
    FROM flux.poles
) AS a ON a.asset_kind = h.asset_kind AND a.asset_id = h.asset_id
WHERE h.utility_id = :utility_id AND a.utility_id = :utility_id
ORDER BY h.asset_kind DESC, h.asset_id
