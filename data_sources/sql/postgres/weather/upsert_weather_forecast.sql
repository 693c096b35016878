-- Writes one instant of a weather forecast that was issued; what the same issue said of it gives way.
INSERT INTO flux.weather_forecasts (utility_id, issued_at, forecast_at, temperature_c, is_simulated)
VALUES (:utility_id, :issued_at, :forecast_at, :temperature_c, false)
ON CONFLICT (utility_id, issued_at, forecast_at) DO UPDATE SET
    temperature_c = excluded.temperature_c,
    is_simulated = false
