-- One row a day of which temperatures were computed: of how many transformers, and how many of their hours are known.
-- result: reading_day date, transformers int32, known_hours int64, unknown_hours int64, hours_without_weather int64
-- topics: thermal
SELECT
    d.reading_day,
    COUNT(*) AS transformers,
    SUM(d.known_hours) AS known_hours,
    SUM(d.unknown_hours) AS unknown_hours,
    SUM(d.hours_without_weather) AS hours_without_weather
FROM transformer_thermal_day AS d
WHERE d.utility_id = :utility_id
GROUP BY d.reading_day
ORDER BY d.reading_day
