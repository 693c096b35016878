-- One row a feeder, conductor, phases, way of laying, voltage and year of a place: its line sections and their length. 0 for an id: any.
-- result: feeder_name string, substation_name string, conductor string, phases string, is_underground bool, voltage_kv float64,
-- installed_year int16, sections int64, length_km float64
-- topics: network
SELECT
    f.feeder_name, s.substation_name, g.conductor, g.phases, g.is_underground, flux.known(g.voltage_kv)::float8 AS voltage_kv,
    g.installed_year, count(*) AS sections, coalesce(sum(flux.known(g.length_m)), 0)::float8 / 1000 AS length_km
FROM flux.feeders AS f
JOIN flux.substations AS s ON s.substation_id = f.substation_id
JOIN flux.segments AS g ON g.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
GROUP BY f.feeder_name, s.substation_name, g.conductor, g.phases, g.is_underground, g.voltage_kv, g.installed_year
ORDER BY f.feeder_name, g.conductor, g.phases
