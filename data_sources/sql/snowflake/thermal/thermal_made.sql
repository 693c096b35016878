-- One row a day of a utility whose temperatures were made: what it was made of, and how it ended.
-- result: reading_day date, inputs string, end_state string
-- topics: thermal
SELECT m.reading_day, m.inputs, m.end_state
FROM transformer_thermal_made AS m
WHERE m.utility_id = :utility_id
ORDER BY m.reading_day
