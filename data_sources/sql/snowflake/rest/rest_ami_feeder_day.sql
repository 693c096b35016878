-- One row a local day of a feeder, in order: the sum of its meters' readings.
-- result: interval_start_at timestamp, reading_day date, interval_minutes int32, energy_delivered_kwh float64,
--         energy_received_kwh float64, reactive_kvarh float64, voltage_v float64, voltage_pct float64, quality string,
--         intervals_received int32, intervals_estimated int32, minutes_read int32
-- topics: ami
SELECT
    NULL::timestamp_ntz AS interval_start_at,
    f.reading_day,
    NULL::integer AS interval_minutes, -- as long as the day is on the utility's clock
    SUM(f.energy_delivered_kwh) AS energy_delivered_kwh,
    SUM(f.energy_received_kwh) AS energy_received_kwh,
    SUM(f.reactive_kvarh) AS reactive_kvarh,
    NULL::float AS voltage_v,
    ROUND(
        SUM(f.voltage_pct * f.intervals_received * f.interval_minutes)
        / NULLIF(SUM(IFF(f.voltage_pct IS NULL, 0, f.intervals_received * f.interval_minutes)), 0),
        3
    ) AS voltage_pct,
    NULL::varchar AS quality,
    SUM(f.intervals_received) AS intervals_received,
    SUM(f.intervals_estimated) AS intervals_estimated,
    NULL::integer AS minutes_read
FROM feeder_interval_load AS f
WHERE f.feeder_id = :feeder_id
    AND f.reading_day >= :first_day::date
    AND f.reading_day < :end_day::date
GROUP BY f.reading_day
ORDER BY f.reading_day
