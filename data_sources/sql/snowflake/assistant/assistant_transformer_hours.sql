-- One row an hour of a transformer: what its meters registered together, its load and that of its rating.
-- result: hour_start_at timestamp, energy_kwh float64, received_kwh float64, load_kva float64, load_pct float64,
-- rated_kva float64, minutes_received int64
-- topics: ami
SELECT
    l.hour_start_at,
    l.energy_delivered_kwh AS energy_kwh,
    l.energy_received_kwh AS received_kwh,
    l.load_kva,
    100 * l.load_kva / NULLIF(t.rated_kva, 0) AS load_pct,
    t.rated_kva,
    l.minutes_received::bigint AS minutes_received
FROM transformer_hourly_load AS l
JOIN transformers AS t ON t.transformer_id = l.transformer_id
WHERE l.transformer_id = :transformer_id
    AND l.reading_day >= :first_day::date
    AND l.reading_day < :end_day::date
    AND l.hour_start_at >= :from_at::timestamp_ntz
    AND l.hour_start_at < :to_at::timestamp_ntz
ORDER BY l.hour_start_at
