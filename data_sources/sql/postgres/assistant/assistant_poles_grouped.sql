-- One row a feeder, material, height and year of a place, of those that are in `kept` (names of columns, by commas; the others
-- are NULL and tell nothing apart): its poles. 0 for an id: any.
-- result: feeder_name string, substation_name string, material string, height_m float64, installed_year int16, poles int64
-- topics: network
SELECT
    CASE WHEN 'feeder_name' = ANY(string_to_array(:kept, ',')) THEN f.feeder_name END AS feeder_name,
    CASE WHEN 'substation_name' = ANY(string_to_array(:kept, ',')) THEN s.substation_name END AS substation_name,
    CASE WHEN 'material' = ANY(string_to_array(:kept, ',')) THEN lower(p.material) END AS material,
    CASE WHEN 'height_m' = ANY(string_to_array(:kept, ',')) THEN round(flux.known(p.height_m)::numeric, 1)::float8 END AS height_m,
    CASE WHEN 'installed_year' = ANY(string_to_array(:kept, ',')) THEN p.installed_year END AS installed_year,
    count(*) AS poles
FROM flux.feeders AS f
JOIN flux.substations AS s ON s.substation_id = f.substation_id
JOIN flux.poles AS p ON p.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
GROUP BY 1, 2, 3, 4, 5
ORDER BY 1, 2, 3, 4, 5
