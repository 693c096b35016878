-- One row a reading that is there already, value for value: its row in `arriving`, and when what stands came.
SELECT a.row, r.ingested_at
FROM arriving AS a
JOIN ami_interval_readings AS r ON r.meter_id = a.meter_id AND r.interval_start_at = a.interval_start_at
WHERE r.interval_minutes = a.interval_minutes
    AND r.quality = a.quality
    AND r.energy_delivered_kwh IS NOT DISTINCT FROM a.energy_delivered_kwh
    AND r.energy_received_kwh IS NOT DISTINCT FROM a.energy_received_kwh
    AND r.reactive_kvarh IS NOT DISTINCT FROM a.reactive_kvarh
    AND r.voltage_v IS NOT DISTINCT FROM a.voltage_v
