-- One row a reading of the wanted meters, in the order of a settled file.
SELECT * FROM ami_interval_readings WHERE meter_id IN (SELECT meter_id FROM wanted) ORDER BY meter_id, interval_start_at
