-- One row a reading of the meters in a range of ids, in the order of meter and time.
-- result: meter_id int32, interval_start_at timestamp, energy_delivered_kwh float32, voltage_v float32, quality string
SELECT meter_id, interval_start_at, energy_delivered_kwh, voltage_v, quality
FROM ami_interval_readings
WHERE meter_id >= :first_meter_id AND meter_id < :end_meter_id
ORDER BY meter_id, interval_start_at
