-- One row a reading of some batches that stands; a view has no binds, so the batches are a table.
SELECT meter_id, interval_start_at, reading_day
FROM ami_interval_readings
WHERE ingested_at IN (SELECT ingested_at FROM batches)
