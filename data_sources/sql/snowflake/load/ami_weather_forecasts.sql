-- One row an instant of each weather forecast that was issued in a span of time, by issue.
-- result: issued_at timestamp, forecast_at timestamp, temperature_c float64, is_simulated bool
-- topics: ami, exports
SELECT
    w.issued_at,
    w.forecast_at,
    AVG(w.temperature_c) AS temperature_c,
    BOOLOR_AGG(w.is_simulated) AS is_simulated
FROM weather_forecasts AS w
WHERE w.utility_id = :utility_id
    AND w.issued_at >= :from_at::timestamp_ntz
    AND w.issued_at <= :to_at::timestamp_ntz
GROUP BY w.issued_at, w.forecast_at
ORDER BY w.issued_at, w.forecast_at
