-- One row a local day of a meter, in order.
-- result: interval_start_at timestamp, reading_day date, interval_minutes int32, energy_delivered_kwh float64,
--         energy_received_kwh float64, reactive_kvarh float64, voltage_v float64, voltage_pct float64, quality string,
--         intervals_received int32, intervals_estimated int32, minutes_read int32
-- topics: ami
SELECT
    NULL::timestamp_ntz AS interval_start_at,
    d.reading_day,
    NULL::integer AS interval_minutes, -- as long as the day is on the utility's clock
    d.energy_delivered_kwh,
    d.energy_received_kwh,
    d.reactive_kvarh,
    d.voltage_pct_mean * m.nominal_voltage_v / 100 AS voltage_v,
    d.voltage_pct_mean AS voltage_pct,
    NULL::varchar AS quality,
    d.intervals_received,
    d.intervals_estimated,
    NULL::integer AS minutes_read
FROM meter_day AS d
JOIN meters AS m ON m.meter_id = d.meter_id
WHERE d.meter_id = :meter_id
    AND d.reading_day >= :first_day::date
    AND d.reading_day < :end_day::date
ORDER BY d.reading_day
