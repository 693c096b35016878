-- One row a meter: its reading at one instant.
-- result: meter_id int32, energy_delivered_kwh float32
SELECT meter_id, energy_delivered_kwh
FROM ami_interval_readings
WHERE interval_start_at = :at::timestamp_ntz
