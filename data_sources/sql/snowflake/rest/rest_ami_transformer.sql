-- One row an interval of a transformer, in order: the sum of its meters' readings.
-- result: interval_start_at timestamp, reading_day date, interval_minutes int32, energy_delivered_kwh float64,
--         energy_received_kwh float64, reactive_kvarh float64, voltage_v float64, voltage_pct float64, quality string,
--         intervals_received int32, intervals_estimated int32, minutes_read int32
-- topics: ami
SELECT
    r.interval_start_at,
    r.reading_day,
    r.interval_minutes,
    SUM(r.energy_delivered_kwh) AS energy_delivered_kwh,
    SUM(r.energy_received_kwh) AS energy_received_kwh,
    SUM(r.reactive_kvarh) AS reactive_kvarh,
    NULL::float AS voltage_v,
    ROUND(100 * AVG(r.voltage_v / m.nominal_voltage_v), 3) AS voltage_pct,
    NULL::varchar AS quality,
    COUNT_IF(r.quality <> 'missing') AS intervals_received,
    COUNT_IF(r.quality = 'estimated') AS intervals_estimated,
    IFF(COUNT_IF(r.quality <> 'missing') > 0, r.interval_minutes, 0) AS minutes_read
FROM ami_interval_readings AS r
JOIN meters AS m ON m.meter_id = r.meter_id
WHERE m.transformer_id = :transformer_id
    AND r.interval_start_at >= :from_at::timestamp_ntz
    AND r.interval_start_at < :to_at::timestamp_ntz
GROUP BY r.interval_start_at, r.reading_day, r.interval_minutes
ORDER BY r.interval_start_at, r.interval_minutes
