-- One row an hour of a feeder, in order: the sum of its meters' readings. Hours begin so many minutes past those of UTC.
-- result: interval_start_at timestamp, reading_day date, interval_minutes int32, energy_delivered_kwh float64,
--         energy_received_kwh float64, reactive_kvarh float64, voltage_v float64, voltage_pct float64, quality string,
--         intervals_received int32, intervals_estimated int32, minutes_read int32
-- topics: ami
SELECT
    DATEADD('minute', :phase_minutes, DATE_TRUNC('hour', DATEADD('minute', -:phase_minutes, f.interval_start_at))) AS interval_start_at,
    MIN(f.reading_day) AS reading_day,
    60 AS interval_minutes,
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
    COALESCE(
        DATEDIFF(
            'minute',
            MIN(IFF(f.intervals_received > 0, f.interval_start_at, NULL)),
            MAX(IFF(f.intervals_received > 0, DATEADD('minute', f.interval_minutes, f.interval_start_at), NULL))
        ),
        0
    ) AS minutes_read
FROM feeder_interval_load AS f
WHERE f.feeder_id = :feeder_id
    AND f.interval_start_at >= :from_at::timestamp_ntz
    AND f.interval_start_at < :to_at::timestamp_ntz
GROUP BY 1
ORDER BY 1
