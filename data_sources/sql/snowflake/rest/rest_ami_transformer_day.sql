-- One row a local day of a transformer, in order: the sum of its meters' readings.
-- result: interval_start_at timestamp, reading_day date, interval_minutes int32, energy_delivered_kwh float64,
--         energy_received_kwh float64, reactive_kvarh float64, voltage_v float64, voltage_pct float64, quality string,
--         intervals_received int32, intervals_estimated int32, minutes_read int32
-- topics: ami
SELECT
    NULL::timestamp_ntz AS interval_start_at,
    t.reading_day,
    NULL::integer AS interval_minutes, -- as long as the day is on the utility's clock
    SUM(t.energy_delivered_kwh) AS energy_delivered_kwh,
    SUM(t.energy_received_kwh) AS energy_received_kwh,
    SUM(t.reactive_kvarh) AS reactive_kvarh,
    NULL::float AS voltage_v,
    NULL::float AS voltage_pct,
    NULL::varchar AS quality,
    SUM(t.intervals_received) AS intervals_received,
    SUM(t.intervals_estimated) AS intervals_estimated,
    NULL::integer AS minutes_read
FROM transformer_hourly_load AS t
WHERE t.transformer_id = :transformer_id
    AND t.reading_day >= :first_day::date
    AND t.reading_day < :end_day::date
GROUP BY t.reading_day
ORDER BY t.reading_day
