-- One row a line section of a place by its length or age within exclusive limits, the first ones; `in_all` are within them.
-- `by` is length_m or age_years, `sign` -1 for the most first; conductor and laid '' are any. 0 for an id: any.
-- result: segment_id int32, name string, feeder_name string, conductor string, laid string, length_m float64, age_years float64,
-- in_all int64, lon float64, lat float64
-- topics: network
WITH valued AS (
    SELECT
        g.segment_id, g.segment_name, f.feeder_name, g.conductor, g.from_node_id, g.to_node_id,
        CASE WHEN g.is_underground THEN 'underground' ELSE 'overhead' END AS laid, flux.known(g.length_m)::float8 AS length_m,
        (:year - nullif(g.installed_year, 0))::float8 AS age_years
    FROM flux.feeders AS f
    JOIN flux.segments AS g ON g.feeder_id = f.feeder_id
    WHERE
        f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
        AND :conductor IN ('', g.conductor)
),
kept AS (
    SELECT v.*, CASE :by WHEN 'age_years' THEN v.age_years ELSE v.length_m END AS value
    FROM valued AS v
    WHERE
        :laid IN ('', v.laid) AND CASE :by WHEN 'age_years' THEN v.age_years ELSE v.length_m END > :above
        AND CASE :by WHEN 'age_years' THEN v.age_years ELSE v.length_m END < :below
),
ranked AS (SELECT k.*, count(*) OVER () AS in_all FROM kept AS k ORDER BY :sign * k.value, k.segment_name LIMIT :limit)
SELECT
    r.segment_id, r.segment_name AS name, r.feeder_name, r.conductor, r.laid, r.length_m, r.age_years, r.in_all,
    (a.lon + b.lon) / 2 AS lon, (a.lat + b.lat) / 2 AS lat
FROM ranked AS r
JOIN flux.nodes AS a ON a.node_id = r.from_node_id
JOIN flux.nodes AS b ON b.node_id = r.to_node_id
ORDER BY :sign * r.value, r.segment_name
