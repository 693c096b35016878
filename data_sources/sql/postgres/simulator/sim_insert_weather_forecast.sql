-- Adds one instant of a simulated weather forecast; what is there stays.
INSERT INTO flux.weather_forecasts (utility_id, issued_at, forecast_at, temperature_c, is_simulated)
VALUES (:utility_id, :issued_at, :forecast_at, :temperature_c, true)
ON CONFLICT (utility_id, issued_at, forecast_at) DO NOTHING
