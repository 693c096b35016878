-- Says what a utility's day was made of, once all of it is there.
INSERT INTO transformer_thermal_made (utility_id, reading_day, inputs, end_state)
SELECT :utility_id, :day::date, :inputs, :end_state
