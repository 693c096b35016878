-- One row a month of one transformer: what the thermal model made of its days.
-- result: month_start date, days int32, aged_hours float64, hot_spot_max_c float64, top_oil_max_c float64,
--         peak_load_pct float64, known_hours int32, unknown_hours int32, hours_without_weather int32,
--         settling_hours int32, hours_above_110_c int32, hours_above_140_c int32
-- topics: thermal
SELECT
    DATE_TRUNC('month', d.reading_day)::date AS month_start,
    COUNT(*) AS days,
    SUM(d.aged_hours) AS aged_hours,
    MAX(d.hot_spot_max_c) AS hot_spot_max_c,
    MAX(d.top_oil_max_c) AS top_oil_max_c,
    MAX(d.peak_load_pct) AS peak_load_pct,
    SUM(d.known_hours) AS known_hours,
    SUM(d.unknown_hours) AS unknown_hours,
    SUM(d.hours_without_weather) AS hours_without_weather,
    SUM(d.settling_hours) AS settling_hours,
    SUM(d.hours_above_110_c) AS hours_above_110_c,
    SUM(d.hours_above_140_c) AS hours_above_140_c
FROM transformer_thermal_day AS d
WHERE d.transformer_id = :transformer_id
    AND d.reading_day >= :first_day::date
    AND d.reading_day < :end_day::date
GROUP BY DATE_TRUNC('month', d.reading_day)::date
ORDER BY 1
