-- One row a transformer, by id, after the one that the page before ended with. No topics: pages are not kept.
-- voltage_v is live, at the secondary terminals on a 120 V base; NaN where nothing was ever measured.
-- A small box is found by its index, a wide one in the order of the ids (IS TRUE keeps the planner from the index): all
-- rows of a wide box would have to be found and sorted before the first could be sent.
-- status_code: 0 good, 1 warning, 2 critical, 3 de_energized, 4 inactive, 5 unknown (a number is sent faster than a word).
-- result: asset_id int32, asset_name string, lon float64, lat float64, load_pct float32, health_score float32,
-- status_code int16, voltage_v float32, feeder_id int32, customers_served int32, rated_kva float32
-- bulk: yes
SELECT
    asset_id, asset_name, lon, lat, coalesce(t.load_pct, 'NaN') AS load_pct, health_score,
    CASE
        WHEN NOT t.is_energized THEN 3
        WHEN flux.known(t.load_pct) > :critical_load_pct OR health_score < :critical_health THEN 2
        WHEN flux.known(t.load_pct) > :warning_load_pct OR health_score < :warning_health THEN 1
        WHEN t.load_pct IS NOT NULL AND flux.known(t.load_pct) IS NULL THEN 5
        ELSE 0
    END AS status_code,
    coalesce(t.voltage_v, 'NaN') AS voltage_v, page.feeder_id, customers_served, rated_kva
FROM (
    SELECT
        transformer_id AS asset_id, transformer_name AS asset_name, lon, lat, health_score, feeder_id, customers_served,
        rated_kva
    FROM flux.transformers
    WHERE
        utility_id = :utility_id
        AND transformer_id > :after_id
        AND (:bbox::box IS NULL OR point(lon, lat) <@ :bbox::box)
        AND (:wide_bbox::box IS NULL OR (point(lon, lat) <@ :wide_bbox::box) IS TRUE)
        AND (:ids::integer[] IS NULL OR transformer_id = ANY (:ids::integer[]))
        AND (:feeder_ids::integer[] IS NULL OR feeder_id = ANY (:feeder_ids::integer[]))
    ORDER BY transformer_id
    LIMIT :row_limit
) AS page
LEFT JOIN flux.transformer_status AS t ON t.transformer_id = asset_id
ORDER BY asset_id
