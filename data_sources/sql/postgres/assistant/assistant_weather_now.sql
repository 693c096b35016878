-- One row: the weather of the last hour that has begun; none where no weather is known.
-- result: observed_at timestamp, temperature_c float32, humidity_pct float32, wind_mps float32, is_simulated bool
-- topics: weather
-- ages: 60
SELECT observed_at, temperature_c, humidity_pct, wind_mps, is_simulated
FROM flux.weather
WHERE utility_id = :utility_id AND observed_at <= :now
ORDER BY observed_at DESC
LIMIT 1
