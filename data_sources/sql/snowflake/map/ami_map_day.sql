-- One row an interval of a local day: what all meters of a utility read; its sums change whenever the day does.
-- result: interval_start_at timestamp, interval_minutes int16, energy_delivered_kwh float64, energy_received_kwh float64,
--   intervals_received int64, intervals_estimated int64, intervals_missing int64
-- topics: ami
SELECT
    l.interval_start_at,
    l.interval_minutes,
    SUM(l.energy_delivered_kwh) AS energy_delivered_kwh,
    SUM(l.energy_received_kwh) AS energy_received_kwh,
    SUM(l.intervals_received) AS intervals_received,
    SUM(l.intervals_estimated) AS intervals_estimated,
    SUM(l.intervals_missing) AS intervals_missing
FROM feeder_interval_load AS l
JOIN feeders AS f ON f.feeder_id = l.feeder_id
WHERE f.utility_id = :utility_id AND l.reading_day = :day::date
GROUP BY l.interval_start_at, l.interval_minutes
ORDER BY l.interval_start_at, l.interval_minutes
