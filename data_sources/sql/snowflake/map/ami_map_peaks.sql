-- One row a meter: the highest interval mean of the days before one, from a first day on; none where nothing was read.
-- result: meter_id int32, peak_kw float32
-- topics: ami
-- bulk: yes
SELECT d.meter_id, MAX(d.peak_kw) AS peak_kw
FROM meter_day AS d
JOIN feeders AS f ON f.feeder_id = d.feeder_id
WHERE d.reading_day >= :first_day::date
    AND d.reading_day < :day::date
    AND f.utility_id = :utility_id
GROUP BY d.meter_id
ORDER BY d.meter_id
