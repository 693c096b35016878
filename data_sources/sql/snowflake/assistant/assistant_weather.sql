-- One row an hour of a utility's weather that has begun: temperature, humidity and wind, and whether it is made up.
-- result: observed_at timestamp, temperature_c float64, humidity_pct float64, wind_mps float64, is_simulated bool
-- topics: ami, exports
SELECT
    w.observed_at, AVG(w.temperature_c) AS temperature_c, AVG(w.humidity_pct) AS humidity_pct,
    AVG(w.wind_mps) AS wind_mps, BOOLOR_AGG(w.is_simulated) AS is_simulated
FROM weather AS w
WHERE w.utility_id = :utility_id
    AND w.observed_at >= :from_at::timestamp_ntz
    AND w.observed_at < :to_at::timestamp_ntz
GROUP BY w.observed_at
ORDER BY w.observed_at
