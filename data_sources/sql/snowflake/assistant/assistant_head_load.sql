-- One row an interval of one length: what the heads of a place's feeders measured together, and how many of them.
-- Named as in ami_load_of_scope.sql, so that both are reckoned alike; a head measures net, what flows back included.
-- result: interval_start_at timestamp, interval_minutes int16, energy_delivered_kwh float64,
-- energy_received_kwh float64, reactive_kvarh float64, intervals_received int64, intervals_expected int64
-- topics: ami
SELECT
    h.interval_start_at,
    h.interval_minutes,
    SUM(h.energy_delivered_kwh) AS energy_delivered_kwh,
    0.0 AS energy_received_kwh,
    SUM(h.reactive_kvarh) AS reactive_kvarh,
    COUNT(h.energy_delivered_kwh) AS intervals_received,
    MAX(COUNT(h.energy_delivered_kwh)) OVER () AS intervals_expected
FROM feeder_head_readings AS h
JOIN feeders AS f ON f.feeder_id = h.feeder_id
WHERE h.reading_day >= :first_day::date
    AND h.reading_day < :end_day::date
    AND h.interval_start_at >= :from_at::timestamp_ntz
    AND h.interval_start_at < :to_at::timestamp_ntz
    AND f.utility_id = :utility_id
    AND (:substation_id = 0 OR f.substation_id = :substation_id)
    AND (:feeder_id = 0 OR f.feeder_id = :feeder_id)
GROUP BY h.interval_start_at, h.interval_minutes
ORDER BY h.interval_start_at, h.interval_minutes
