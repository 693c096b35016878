-- One row a pole, by id, after the one that the page before ended with. No topics: pages are not kept.
-- A small box is found by its index, a wide one in the order of the ids (IS TRUE keeps the planner from the index): all
-- rows of a wide box would have to be found and sorted before the first could be sent.
-- status_code: 0 good, 1 warning, 2 critical, 3 de_energized, 4 inactive, 5 unknown (a number is sent faster than a word).
-- result: asset_id int32, asset_name string, lon float64, lat float64, health_score float32, status_code int16,
-- feeder_id int32
-- bulk: yes
SELECT
    asset_id, asset_name, lon, lat, health_score,
    CASE
        WHEN health_score < :critical_health THEN 2
        WHEN health_score < :warning_health THEN 1
        ELSE 0
    END AS status_code,
    feeder_id
FROM (
    SELECT pole_id AS asset_id, pole_name AS asset_name, lon, lat, health_score, feeder_id
    FROM flux.poles
    WHERE
        utility_id = :utility_id
        AND pole_id > :after_id
        AND (:bbox::box IS NULL OR point(lon, lat) <@ :bbox::box)
        AND (:wide_bbox::box IS NULL OR (point(lon, lat) <@ :wide_bbox::box) IS TRUE)
        AND (:ids::integer[] IS NULL OR pole_id = ANY (:ids::integer[]))
        AND (:feeder_ids::integer[] IS NULL OR feeder_id = ANY (:feeder_ids::integer[]))
    ORDER BY pole_id
    LIMIT :row_limit
) AS page
ORDER BY asset_id
