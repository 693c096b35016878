-- One row a transformer of a utility: where its temperatures were at the end of a day.
-- result: transformer_id int32, top_oil_c float64, gradient_k float64, counter_gradient_k float64, assumed_share float64,
--         last_load_pu float64, last_ambient_c float64
-- topics: thermal
SELECT
    s.transformer_id,
    s.top_oil_c,
    s.gradient_k,
    s.counter_gradient_k,
    s.assumed_share,
    s.last_load_pu,
    s.last_ambient_c
FROM transformer_thermal_state AS s
WHERE s.utility_id = :utility_id AND s.reading_day = :day::date
ORDER BY s.transformer_id
