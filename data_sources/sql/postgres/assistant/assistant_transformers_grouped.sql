-- One row a feeder, size, kind, phases, mounting and year of a place: its transformers, and the customers on them. 0 for an id: any.
-- result: feeder_name string, substation_name string, rated_kva float64, kind string, phases string, is_underground bool,
-- installed_year int16, transformers int64, total_kva float64, customers int64
-- topics: network
SELECT
    f.feeder_name, s.substation_name, flux.known(t.rated_kva)::float8 AS rated_kva, t.kind, t.phases, t.is_underground,
    t.installed_year, count(*) AS transformers, coalesce(sum(flux.known(t.rated_kva)), 0)::float8 AS total_kva,
    coalesce(sum(t.customers_served), 0) AS customers
FROM flux.feeders AS f
JOIN flux.substations AS s ON s.substation_id = f.substation_id
JOIN flux.transformers AS t ON t.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
GROUP BY f.feeder_name, s.substation_name, t.rated_kva, t.kind, t.phases, t.is_underground, t.installed_year
ORDER BY f.feeder_name, t.rated_kva, t.kind, t.phases, t.is_underground, t.installed_year
