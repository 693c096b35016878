-- One row a feeder, conductor, phases, way of laying, voltage and year of a place, of those that are in `kept` (names of columns,
-- by commas; the others are NULL and tell nothing apart): its line sections and their length. 0 for an id: any.
-- result: feeder_name string, substation_name string, conductor string, phases string, is_underground bool, voltage_kv float64,
-- installed_year int16, sections int64, length_km float64
-- topics: network
SELECT
    CASE WHEN 'feeder_name' = ANY(string_to_array(:kept, ',')) THEN f.feeder_name END AS feeder_name,
    CASE WHEN 'substation_name' = ANY(string_to_array(:kept, ',')) THEN s.substation_name END AS substation_name,
    CASE WHEN 'conductor' = ANY(string_to_array(:kept, ',')) THEN g.conductor END AS conductor,
    CASE WHEN 'phases' = ANY(string_to_array(:kept, ',')) THEN g.phases END AS phases,
    CASE WHEN 'is_underground' = ANY(string_to_array(:kept, ',')) THEN g.is_underground END AS is_underground,
    CASE WHEN 'voltage_kv' = ANY(string_to_array(:kept, ',')) THEN flux.known(g.voltage_kv)::float8 END AS voltage_kv,
    CASE WHEN 'installed_year' = ANY(string_to_array(:kept, ',')) THEN g.installed_year END AS installed_year,
    count(*) AS sections, coalesce(sum(flux.known(g.length_m)), 0)::float8 / 1000 AS length_km
FROM flux.feeders AS f
JOIN flux.substations AS s ON s.substation_id = f.substation_id
JOIN flux.segments AS g ON g.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
GROUP BY 1, 2, 3, 4, 5, 6, 7
ORDER BY 1, 2, 3, 4, 5, 6, 7
