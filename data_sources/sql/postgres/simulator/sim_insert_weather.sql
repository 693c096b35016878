-- Adds one hour of simulated weather; what is there stays.
INSERT INTO flux.weather (utility_id, observed_at, temperature_c, humidity_pct, wind_mps, is_simulated)
VALUES (:utility_id, :observed_at, :temperature_c, :humidity_pct, :wind_mps, true)
ON CONFLICT (utility_id, observed_at) DO NOTHING
