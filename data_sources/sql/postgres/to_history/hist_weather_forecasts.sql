-- One row an instant of each weather forecast of a utility that was issued in a span of time.
-- result: utility_id int32, issued_at timestamp, forecast_at timestamp, temperature_c float32, is_simulated bool
-- topics: weather
SELECT utility_id, issued_at, forecast_at, temperature_c, is_simulated
FROM flux.weather_forecasts
WHERE utility_id = :utility_id AND issued_at >= :from_at AND issued_at < :to_at
ORDER BY issued_at, forecast_at
