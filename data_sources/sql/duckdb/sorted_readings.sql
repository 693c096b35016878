-- One row a reading, by meter and time.
SELECT * FROM ami_interval_readings ORDER BY meter_id, interval_start_at
