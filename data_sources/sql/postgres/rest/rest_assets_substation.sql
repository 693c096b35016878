-- One row a substation, by id, after the one that the page before ended with. No topics: pages are not kept.
-- Its load is what its feeders carry, of its own capacity; its status is that of its worst feeder (rest_substations.sql).
-- status_code: 0 good, 1 warning, 2 critical, 3 de_energized, 4 inactive, 5 unknown (a number is sent faster than a word).
-- result: asset_id int32, asset_name string, lon float64, lat float64, load_pct float32,
-- health_score float32, status_code int16, voltage_kv float32, substation_id int32, substation_name string,
-- customers_served int32, circuits_served int32, capacity_mva float32
-- bulk: yes
SELECT
    b.substation_id AS asset_id, b.substation_name AS asset_name, b.lon, b.lat,
    coalesce(s.load_pct, 'NaN') AS load_pct, coalesce(s.health_score, 'NaN') AS health_score,
    CASE
        WHEN s.worst_load_pct > :critical_load_pct OR s.worst_health < :critical_health THEN 2
        WHEN s.worst_load_pct > :warning_load_pct OR s.worst_health < :warning_health THEN 1
        WHEN s.load_pct IS NULL AND s.health_score IS NULL THEN 5
        ELSE 0
    END AS status_code,
    b.voltage_kv, b.substation_id, b.substation_name, coalesce(s.customers_served, 0) AS customers_served,
    s.circuits_served, b.capacity_mva
FROM flux.substations AS b
CROSS JOIN LATERAL (
    SELECT
        100 * sum(flux.known(t.load_kw / nullif(t.power_factor, 0))) / 1000 / nullif(b.capacity_mva, 0) AS load_pct,
        avg(flux.known(m.average_health_score)) AS health_score,
        max(flux.known(t.load_pct)) AS worst_load_pct,
        min(flux.known(m.average_health_score)) AS worst_health,
        sum(m.customers_served) AS customers_served,
        count(*) AS circuits_served
    FROM flux.feeders AS f
    LEFT JOIN flux.feeder_status AS t ON t.feeder_id = f.feeder_id
    LEFT JOIN flux.feeder_summary AS m ON m.feeder_id = f.feeder_id
    WHERE f.utility_id = :utility_id AND f.substation_id = b.substation_id
) AS s
WHERE
    b.utility_id = :utility_id
    AND b.substation_id > :after_id
    AND (:bbox::box IS NULL OR point(b.lon, b.lat) <@ :bbox::box)
    AND (:wide_bbox::box IS NULL OR point(b.lon, b.lat) <@ :wide_bbox::box)
    AND (:ids::integer[] IS NULL OR b.substation_id = ANY (:ids::integer[]))
    AND (
        :feeder_ids::integer[] IS NULL
        OR b.substation_id IN (SELECT f.substation_id FROM flux.feeders AS f WHERE f.feeder_id = ANY (:feeder_ids::integer[]))
    )
ORDER BY b.substation_id
LIMIT :row_limit
