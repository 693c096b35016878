-- One row an interval of a transformer's own meter, for all such transformers of a feeder.
-- result: transformer_id int32, interval_start_at timestamp, interval_minutes int16, energy_delivered_kwh float64,
-- voltage_v float64
-- topics: ami
SELECT
    r.transformer_id,
    r.interval_start_at,
    r.interval_minutes,
    r.energy_delivered_kwh,
    r.voltage_v
FROM transformer_meter_readings AS r
JOIN transformers AS t ON t.transformer_id = r.transformer_id
WHERE r.reading_day >= :first_day::date
    AND r.reading_day < :end_day::date
    AND t.feeder_id = :feeder_id
ORDER BY r.transformer_id, r.interval_start_at
