-- One row a meter and day of a feeder: energy delivered, and the share of the time of which reads are expected that was read.
-- result: meter_id int32, reading_day date, energy_delivered_kwh float64, share_read float64
-- topics: ami
SELECT
    d.meter_id,
    d.reading_day,
    d.energy_delivered_kwh,
    d.minutes_received / NULLIF(d.minutes_expected, 0) AS share_read
FROM meter_day AS d
WHERE d.reading_day >= :first_day::date
    AND d.reading_day < :end_day::date
    AND d.feeder_id = :feeder_id
ORDER BY d.meter_id, d.reading_day
