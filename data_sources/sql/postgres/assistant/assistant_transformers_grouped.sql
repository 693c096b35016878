-- One row a feeder, size, kind, phases, mounting and year of a place, of those that are in `kept` (names of columns, by commas;
-- the others are NULL and tell nothing apart): its transformers, and the customers on them. 0 for an id: any.
-- result: feeder_name string, substation_name string, rated_kva float64, kind string, phases string, is_underground bool,
-- installed_year int16, transformers int64, total_kva float64, customers int64
-- topics: network
SELECT
    CASE WHEN 'feeder_name' = ANY(string_to_array(:kept, ',')) THEN f.feeder_name END AS feeder_name,
    CASE WHEN 'substation_name' = ANY(string_to_array(:kept, ',')) THEN s.substation_name END AS substation_name,
    CASE WHEN 'rated_kva' = ANY(string_to_array(:kept, ',')) THEN flux.known(t.rated_kva)::float8 END AS rated_kva,
    CASE WHEN 'kind' = ANY(string_to_array(:kept, ',')) THEN t.kind END AS kind,
    CASE WHEN 'phases' = ANY(string_to_array(:kept, ',')) THEN t.phases END AS phases,
    CASE WHEN 'is_underground' = ANY(string_to_array(:kept, ',')) THEN t.is_underground END AS is_underground,
    CASE WHEN 'installed_year' = ANY(string_to_array(:kept, ',')) THEN t.installed_year END AS installed_year,
    count(*) AS transformers, coalesce(sum(flux.known(t.rated_kva)), 0)::float8 AS total_kva,
    coalesce(sum(t.customers_served), 0) AS customers
FROM flux.feeders AS f
JOIN flux.substations AS s ON s.substation_id = f.substation_id
JOIN flux.transformers AS t ON t.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
GROUP BY 1, 2, 3, 4, 5, 6, 7
ORDER BY 1, 2, 3, 4, 5, 6, 7
