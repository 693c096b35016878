-- One row a group of the poles of a place, by material, height, age, feeder or substation; an empty name: nobody says.
-- `sort_key` puts groups in their own order. 0 for an id: any.
-- result: name string, sort_key float64, assets int64
-- topics: network
SELECT g.name, g.sort_key, count(*) AS assets
FROM (
    SELECT
        CASE :group_by
            WHEN 'material' THEN lower(p.material)
            WHEN 'height' THEN coalesce(round(nullif(flux.known(p.height_m), 0)::numeric, 1) || ' m', '')
            WHEN 'age' THEN coalesce(a.low || ' to ' || a.low + 9 || ' years', '')
            WHEN 'feeder' THEN f.feeder_name WHEN 'substation' THEN s.substation_name
        END AS name,
        CASE :group_by WHEN 'height' THEN round(flux.known(p.height_m)::numeric, 1)::float8 WHEN 'age' THEN a.low::float8 END AS sort_key
    FROM flux.feeders AS f
    JOIN flux.substations AS s ON s.substation_id = f.substation_id
    JOIN flux.poles AS p ON p.feeder_id = f.feeder_id
    CROSS JOIN LATERAL (SELECT (:year - nullif(p.installed_year, 0)) / 10 * 10 AS low) AS a
    WHERE f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
) AS g
GROUP BY g.name, g.sort_key
ORDER BY g.sort_key NULLS LAST, g.name
