-- One row an interval of one length: the load of a utility, a substation or a feeder as its meters registered it.
-- result: interval_start_at timestamp, interval_minutes int16, energy_delivered_kwh float64,
-- energy_received_kwh float64, reactive_kvarh float64, intervals_received int64, intervals_expected int64
-- topics: ami
SELECT
    l.interval_start_at,
    l.interval_minutes,
    SUM(l.energy_delivered_kwh) AS energy_delivered_kwh,
    SUM(l.energy_received_kwh) AS energy_received_kwh,
    SUM(l.reactive_kvarh) AS reactive_kvarh,
    SUM(l.intervals_received) AS intervals_received,
    SUM(l.intervals_received + l.intervals_missing) AS intervals_expected
FROM feeder_interval_load AS l
JOIN feeders AS f ON f.feeder_id = l.feeder_id
WHERE l.interval_start_at >= :from_at::timestamp_ntz
    AND l.interval_start_at < :to_at::timestamp_ntz
    AND f.utility_id = :utility_id
    AND (:substation_id = 0 OR f.substation_id = :substation_id)
    AND (:feeder_id = 0 OR f.feeder_id = :feeder_id)
GROUP BY l.interval_start_at, l.interval_minutes
ORDER BY l.interval_start_at, l.interval_minutes
