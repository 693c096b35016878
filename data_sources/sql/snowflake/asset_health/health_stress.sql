-- One row a transformer of a utility: how hard it was used since a day, by the thermal model.
-- result: transformer_id int32, aged_hours float64, known_hours int32, hot_spot_max_c float32, peak_load_pct float32
-- topics: thermal
SELECT
    transformer_id,
    SUM(aged_hours) AS aged_hours,
    SUM(known_hours)::integer AS known_hours,
    MAX(hot_spot_max_c) AS hot_spot_max_c,
    MAX(peak_load_pct) AS peak_load_pct
FROM transformer_thermal_day
WHERE utility_id = :utility_id AND reading_day >= :from_day
GROUP BY transformer_id
ORDER BY transformer_id
