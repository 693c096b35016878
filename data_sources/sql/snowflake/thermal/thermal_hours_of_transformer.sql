-- One row an hour of one transformer as its meters registered it; two where a local day ends within an hour of UTC.
-- result: transformer_id int32, hour_start_at timestamp, energy_kwh float64, reactive_kvarh float64,
--         minutes_received int32
-- topics: ami
SELECT
    l.transformer_id,
    l.hour_start_at,
    l.energy_delivered_kwh - COALESCE(l.energy_received_kwh, 0) AS energy_kwh,
    l.reactive_kvarh,
    l.minutes_received
FROM transformer_hourly_load AS l
WHERE l.transformer_id = :transformer_id
    AND l.hour_start_at >= :from_at::timestamp_ntz
    AND l.hour_start_at < :to_at::timestamp_ntz
ORDER BY l.hour_start_at, l.reading_day
