-- One row at most: the weather of the hour nearest to a moment, at most three hours away.
-- result: observed_at timestamp, temperature_c float32, humidity_pct float32, wind_mps float32
-- topics: weather
SELECT observed_at, temperature_c, humidity_pct, wind_mps
FROM flux.weather
WHERE
    utility_id = :utility_id
    AND observed_at BETWEEN CAST(:at AS timestamptz) - interval '3 hours' AND CAST(:at AS timestamptz) + interval '3 hours'
ORDER BY abs(extract(epoch FROM observed_at - CAST(:at AS timestamptz)))
LIMIT 1
