-- One row a feeder: active service points and rated kVA of the transformers on it, its substation; NaN where a rating is
-- not known.
-- result: feeder_id int32, feeder_name string, substation_id int32, substation_name string, customers_served int32,
--         kva_served float64
-- topics: network
SELECT
    f.feeder_id, f.feeder_name, s.substation_id, s.substation_name, m.customers_served,
    coalesce(t.kva_served, 0) AS kva_served
FROM flux.feeders AS f
JOIN flux.feeder_summary AS m ON m.feeder_id = f.feeder_id
JOIN flux.substations AS s ON s.substation_id = f.substation_id
LEFT JOIN (
    SELECT feeder_id, sum(coalesce(rated_kva::float8, 'NaN')) AS kva_served
    FROM flux.transformers
    WHERE utility_id = :utility_id
    GROUP BY feeder_id
) AS t ON t.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id
ORDER BY f.feeder_id
