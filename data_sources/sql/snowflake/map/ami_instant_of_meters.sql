-- One row a meter whose reading holds an instant of one local day, its power and voltage, in any order. Intervals that
-- begin before the first time are too early, whatever their length.
-- result: meter_id int32, net_kw float32, voltage_v float32
-- topics: ami
-- bulk: yes
SELECT
    meter_id,
    (energy_delivered_kwh - COALESCE(energy_received_kwh, 0)) * 60 / interval_minutes AS net_kw,
    voltage_v
FROM ami_interval_readings
WHERE
    reading_day = :day::date
    AND interval_start_at >= :from_at::timestamp_ntz AND interval_start_at <= :at::timestamp_ntz
    AND DATEADD('minute', interval_minutes, interval_start_at) > :at::timestamp_ntz
    AND meter_id >= :first_meter_id AND meter_id < :end_meter_id
