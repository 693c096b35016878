-- One row where one transformer or pole was assessed: its condition, how likely it fails within a year, and what that costs.
-- result: assessed_at timestamp, assessed_health float32, health_low float32, health_high float32, failure_pct float64,
-- risk_cost float32, risk_customer_minutes float32, replacement_cost float32, outage_hours float32, customers int32,
-- critical_customers int32, loss_of_life_pct float32, hot_spot_c float32, peak_load_pct float32, strength_pct float32
-- topics: asset_health
SELECT
    assessed_at, health_score AS assessed_health, health_low, health_high, 100 * flux.known(failure_probability) AS failure_pct,
    risk_cost, risk_customer_minutes, replacement_cost, outage_hours, customers, critical_customers, loss_of_life_pct,
    hot_spot_max_c AS hot_spot_c, peak_load_pct, remaining_strength_pct AS strength_pct
FROM flux.asset_health
WHERE utility_id = :utility_id AND asset_kind = :asset_kind AND asset_id = :asset_id
