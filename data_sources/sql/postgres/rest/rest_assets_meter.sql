-- One row a meter, by id, after the one that the page before ended with. No topics: pages are not kept.
-- A meter is as energized as the transformer that feeds it; voltage_v is its nominal voltage.
-- A small box is found by its index, a wide one in the order of the ids (IS TRUE keeps the planner from the index): all
-- rows of a wide box would have to be found and sorted before the first could be sent.
-- status_code: 0 good, 1 warning, 2 critical, 3 de_energized, 4 inactive, 5 unknown (a number is sent faster than a word).
-- result: asset_id int32, asset_name string, lon float64, lat float64, status_code int16, voltage_v float32,
-- feeder_id int32, customers_served int32, monthly_kwh float32
-- bulk: yes
SELECT
    asset_id, asset_name, lon, lat,
    CASE WHEN NOT is_active THEN 4 WHEN NOT t.is_energized THEN 3 ELSE 0 END AS status_code,
    page.voltage_v, page.feeder_id, is_active::integer AS customers_served, monthly_kwh
FROM (
    SELECT
        meter_id AS asset_id, meter_name AS asset_name, lon, lat, is_active, nominal_voltage_v AS voltage_v, feeder_id,
        monthly_kwh, transformer_id
    FROM flux.meters
    WHERE
        utility_id = :utility_id
        AND meter_id > :after_id
        AND (:bbox::box IS NULL OR point(lon, lat) <@ :bbox::box)
        AND (:wide_bbox::box IS NULL OR (point(lon, lat) <@ :wide_bbox::box) IS TRUE)
        AND (:ids::integer[] IS NULL OR meter_id = ANY (:ids::integer[]))
        AND (:feeder_ids::integer[] IS NULL OR feeder_id = ANY (:feeder_ids::integer[]))
    ORDER BY meter_id
    LIMIT :row_limit
) AS page
LEFT JOIN flux.transformer_status AS t ON t.transformer_id = page.transformer_id
ORDER BY asset_id
