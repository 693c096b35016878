-- One row: how far a utility's simulated weather and weather forecasts go; NULL without any.
-- result: weather_until timestamp, issued_until timestamp
-- topics: weather
SELECT
    (SELECT MAX(w.observed_at) FROM flux.weather AS w WHERE w.utility_id = :utility_id AND w.is_simulated) AS weather_until,
    (SELECT MAX(f.issued_at) FROM flux.weather_forecasts AS f WHERE f.utility_id = :utility_id AND f.is_simulated) AS issued_until
