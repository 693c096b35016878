-- At most one row: the temperature of the newest hour that has begun, of the three hours before an instant.
-- result: observed_at timestamp, temperature_c float64, is_simulated bool
-- topics: weather
SELECT observed_at, temperature_c, is_simulated
FROM flux.weather
WHERE
    utility_id = :utility_id
    AND observed_at <= CAST(:as_of AS timestamptz)
    AND observed_at > CAST(:as_of AS timestamptz) - interval '3 hours'
    AND flux.known(temperature_c) IS NOT NULL
ORDER BY observed_at DESC
LIMIT 1
