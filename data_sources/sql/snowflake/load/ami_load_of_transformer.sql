-- One row an interval of one length: the load of a transformer as its recorded meters registered it.
-- result: interval_start_at timestamp, interval_minutes int16, energy_delivered_kwh float64,
-- energy_received_kwh float64, reactive_kvarh float64, intervals_received int64, intervals_expected int64
-- topics: ami
SELECT
    r.interval_start_at,
    r.interval_minutes,
    SUM(r.energy_delivered_kwh) AS energy_delivered_kwh,
    SUM(r.energy_received_kwh) AS energy_received_kwh,
    SUM(r.reactive_kvarh) AS reactive_kvarh,
    COUNT_IF(r.quality <> 'missing') AS intervals_received,
    COUNT(*) AS intervals_expected
FROM ami_interval_readings AS r
JOIN meters AS m ON m.meter_id = r.meter_id
WHERE m.transformer_id = :transformer_id
    AND r.interval_start_at >= :from_at::timestamp_ntz
    AND r.interval_start_at < :to_at::timestamp_ntz
GROUP BY r.interval_start_at, r.interval_minutes
ORDER BY r.interval_start_at, r.interval_minutes
