-- Writes one hour of measured weather; what was there for that hour, simulated or measured, gives way.
INSERT INTO flux.weather (utility_id, observed_at, temperature_c, humidity_pct, wind_mps, is_simulated)
VALUES (:utility_id, :observed_at, :temperature_c, :humidity_pct, :wind_mps, false)
ON CONFLICT (utility_id, observed_at) DO UPDATE SET
    temperature_c = excluded.temperature_c,
    humidity_pct = excluded.humidity_pct,
    wind_mps = excluded.wind_mps,
    is_simulated = false
