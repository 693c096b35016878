-- One row an hour of wind within three hours of a moment, in order of time.
-- result: observed_at timestamp, wind_mps float32
-- topics: weather
SELECT observed_at, wind_mps
FROM flux.weather
WHERE
    utility_id = :utility_id
    AND observed_at BETWEEN CAST(:at AS timestamptz) - interval '3 hours' AND CAST(:at AS timestamptz) + interval '3 hours'
ORDER BY observed_at
