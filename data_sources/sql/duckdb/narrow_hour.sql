-- The readings of one hour in place of the day's: `from_at` and `to_at` are variables of the database (a view has no binds).
CREATE OR REPLACE VIEW narrowed.ami_interval_readings AS
SELECT * FROM main.ami_interval_readings
WHERE interval_start_at >= getvariable('from_at') AND interval_start_at < getvariable('to_at')
