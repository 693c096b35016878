-- One row an hour of a utility's weather in a span of time.
-- result: utility_id int32, observed_at timestamp, temperature_c float32, humidity_pct float32, wind_mps float32,
--         is_simulated bool
-- topics: weather
SELECT utility_id, observed_at, temperature_c, humidity_pct, wind_mps, is_simulated
FROM flux.weather
WHERE utility_id = :utility_id AND observed_at >= :from_at AND observed_at < :to_at
ORDER BY observed_at
