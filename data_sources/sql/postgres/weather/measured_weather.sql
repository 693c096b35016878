-- One row an hour of measured weather, kept when the utility's network is replaced.
SELECT utility_id, observed_at, temperature_c, humidity_pct, wind_mps
FROM flux.weather
WHERE utility_id = :utility_id AND NOT is_simulated
