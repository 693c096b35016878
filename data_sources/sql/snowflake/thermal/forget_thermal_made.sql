-- Says that a utility's day is not made, before anything of it is taken away.
DELETE FROM transformer_thermal_made
WHERE utility_id = :utility_id AND reading_day = :day::date
