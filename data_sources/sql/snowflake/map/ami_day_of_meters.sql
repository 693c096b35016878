-- One row a reading of the meters in a range of ids on one local day, in any order.
-- result: meter_id int32, interval_start_at timestamp, interval_minutes int16, net_kw float32, voltage_v float32,
--   quality_code int16
-- topics: ami
-- bulk: yes
SELECT
    meter_id,
    interval_start_at,
    interval_minutes,
    (energy_delivered_kwh - COALESCE(energy_received_kwh, 0)) * 60 / interval_minutes AS net_kw,
    voltage_v,
    CASE quality WHEN 'actual' THEN 1 WHEN 'edited' THEN 2 WHEN 'estimated' THEN 3 ELSE 4 END AS quality_code
FROM ami_interval_readings
WHERE reading_day = :day::date AND meter_id >= :first_meter_id AND meter_id < :end_meter_id
