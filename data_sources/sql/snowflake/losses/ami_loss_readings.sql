-- One row a meter and interval of a feeder, in no order: what the loss analysis needs of the readings.
-- result: meter_id int32, interval_start_at timestamp, interval_minutes int16, energy_delivered_kwh float32,
-- energy_received_kwh float32, voltage_v float32, is_estimated bool
-- topics: ami
-- bulk: yes
SELECT
    r.meter_id,
    r.interval_start_at,
    r.interval_minutes,
    r.energy_delivered_kwh,
    r.energy_received_kwh,
    r.voltage_v,
    r.quality = 'estimated' AS is_estimated
FROM ami_interval_readings AS r
JOIN meters AS m ON m.meter_id = r.meter_id
WHERE r.reading_day >= :first_day::date
    AND r.reading_day < :end_day::date
    AND r.meter_id >= :first_meter_id
    AND r.meter_id <= :last_meter_id
    AND m.feeder_id = :feeder_id
