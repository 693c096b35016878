-- One row: up to which day the thermal model has reckoned a utility's transformers, and how many days of them there are.
-- result: until string, days int64
-- topics: thermal
SELECT CAST(MAX(reading_day) AS VARCHAR) AS until, COUNT(*) AS days
FROM transformer_thermal_day
WHERE utility_id = :utility_id
