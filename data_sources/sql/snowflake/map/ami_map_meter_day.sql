-- One row a meter of a utility with what it read over one local day; NULL where nothing came.
-- result: meter_id int32, nominal_voltage_v float32, energy_delivered_kwh float32, peak_kw float32,
--   intervals_received int32, intervals_estimated int32, minutes_received int32
-- topics: ami
-- bulk: yes
SELECT
    m.meter_id,
    m.nominal_voltage_v,
    d.energy_delivered_kwh,
    d.peak_kw,
    d.intervals_received,
    d.intervals_estimated,
    d.minutes_received
FROM meters AS m
LEFT JOIN meter_day AS d ON d.meter_id = m.meter_id AND d.reading_day = :day::date
WHERE m.utility_id = :utility_id
ORDER BY m.meter_id
