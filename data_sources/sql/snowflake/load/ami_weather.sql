-- One row an hour: temperature of a utility's area, observed or simulated.
-- result: observed_at timestamp, temperature_c float64
-- topics: ami, exports
SELECT w.observed_at, AVG(w.temperature_c) AS temperature_c
FROM weather AS w
WHERE w.utility_id = :utility_id
    AND w.observed_at >= :from_at::timestamp_ntz
    AND w.observed_at < :to_at::timestamp_ntz
GROUP BY w.observed_at
ORDER BY w.observed_at
