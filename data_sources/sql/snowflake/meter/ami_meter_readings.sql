-- One row an interval of one meter: energies, voltage and how good the reading is, in order of time.
-- result: interval_start_at timestamp, interval_minutes int16, energy_delivered_kwh float64, energy_received_kwh float64,
--   reactive_kvarh float64, voltage_v float64, quality string, ingested_at timestamp
-- topics: ami
SELECT
    r.interval_start_at,
    r.interval_minutes,
    r.energy_delivered_kwh,
    r.energy_received_kwh,
    r.reactive_kvarh,
    r.voltage_v,
    r.quality,
    r.ingested_at
FROM ami_interval_readings AS r
WHERE r.meter_id = :meter_id
    AND r.interval_start_at >= :from_at::timestamp_ntz
    AND r.interval_start_at < :to_at::timestamp_ntz
ORDER BY r.interval_start_at
