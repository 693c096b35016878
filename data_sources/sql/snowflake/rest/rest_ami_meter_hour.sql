-- One row an hour of a meter that has readings, in order; the hour's worst quality. Hours begin so many minutes past UTC's.
-- result: interval_start_at timestamp, reading_day date, interval_minutes int32, energy_delivered_kwh float64,
--         energy_received_kwh float64, reactive_kvarh float64, voltage_v float64, voltage_pct float64, quality string,
--         intervals_received int32, intervals_estimated int32, minutes_read int32
-- topics: ami
SELECT
    DATEADD('minute', :phase_minutes, DATE_TRUNC('hour', DATEADD('minute', -:phase_minutes, r.interval_start_at))) AS interval_start_at,
    MIN(r.reading_day) AS reading_day,
    60 AS interval_minutes,
    SUM(r.energy_delivered_kwh) AS energy_delivered_kwh,
    SUM(r.energy_received_kwh) AS energy_received_kwh,
    SUM(r.reactive_kvarh) AS reactive_kvarh,
    SUM(r.voltage_v * r.interval_minutes) / NULLIF(SUM(IFF(r.voltage_v IS NULL, 0, r.interval_minutes)), 0) AS voltage_v,
    ROUND(
        100 * SUM(r.voltage_v * r.interval_minutes / m.nominal_voltage_v) / NULLIF(SUM(IFF(r.voltage_v IS NULL, 0, r.interval_minutes)), 0),
        3
    ) AS voltage_pct,
    -- actual < edited < estimated < missing in the alphabet too
    MAX(r.quality) AS quality,
    COUNT_IF(r.quality <> 'missing') AS intervals_received,
    COUNT_IF(r.quality = 'estimated') AS intervals_estimated,
    COALESCE(
        DATEDIFF(
            'minute',
            MIN(IFF(r.quality <> 'missing', r.interval_start_at, NULL)),
            MAX(IFF(r.quality <> 'missing', DATEADD('minute', r.interval_minutes, r.interval_start_at), NULL))
        ),
        0
    ) AS minutes_read
FROM ami_interval_readings AS r
JOIN meters AS m ON m.meter_id = r.meter_id
WHERE r.meter_id = :meter_id
    AND r.interval_start_at >= :from_at::timestamp_ntz
    AND r.interval_start_at < :to_at::timestamp_ntz
GROUP BY 1
ORDER BY 1
