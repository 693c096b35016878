-- One row a feeder, material, height and year of a place: its poles. 0 for an id: any.
-- result: feeder_name string, substation_name string, material string, height_m float64, installed_year int16, poles int64
-- topics: network
SELECT
    f.feeder_name, s.substation_name, lower(p.material) AS material, round(flux.known(p.height_m)::numeric, 1)::float8 AS height_m,
    p.installed_year, count(*) AS poles
FROM flux.feeders AS f
JOIN flux.substations AS s ON s.substation_id = f.substation_id
JOIN flux.poles AS p ON p.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
GROUP BY f.feeder_name, s.substation_name, lower(p.material), 4, p.installed_year
ORDER BY f.feeder_name, material, height_m, p.installed_year
