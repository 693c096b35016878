-- Takes the sums of a utility's day away.
DELETE FROM transformer_thermal_day
WHERE utility_id = :utility_id AND reading_day = :day::date
