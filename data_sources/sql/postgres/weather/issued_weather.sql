-- One row an instant of the weather forecasts that were loaded, kept when the utility's network is replaced.
SELECT utility_id, issued_at, forecast_at, temperature_c
FROM flux.weather_forecasts
WHERE utility_id = :utility_id AND NOT is_simulated
