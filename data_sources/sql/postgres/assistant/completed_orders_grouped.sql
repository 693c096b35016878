-- One row a kind of work, crew, finding, feeder and local day of a place (substation_id, feeder_id; 0: all) and crew (crew_id, likewise): the orders that were completed
-- in a period, and the labour booked on them; NULL where there is no crew or feeder.
-- result: work_type string, crew_name string, feeder_name string, substation_name string, completed_on date, orders int64,
-- labour_hours float64, found_code string
-- topics: work_orders, crews, network
SELECT
    w.work_type, c.crew_name, f.feeder_name, s.substation_name, (w.completed_at AT TIME ZONE u.time_zone)::date AS completed_on,
    count(*) AS orders, coalesce(sum(w.labour_hours::float8), 0) AS labour_hours, w.found_code
FROM flux.work_orders AS w
JOIN flux.utilities AS u ON u.utility_id = w.utility_id
LEFT JOIN flux.feeders AS f ON f.feeder_id = w.feeder_id
LEFT JOIN flux.substations AS s ON s.substation_id = f.substation_id
LEFT JOIN flux.crews AS c ON c.crew_id = w.crew_id
WHERE
    w.utility_id = :utility_id AND w.completed_at >= :from_at AND w.completed_at < :to_at
    AND (CAST(:feeder_id AS integer) = 0 OR w.feeder_id = :feeder_id)
    AND (CAST(:substation_id AS integer) = 0 OR f.substation_id = :substation_id)
    AND (CAST(:crew_id AS integer) = 0 OR w.crew_id = :crew_id)
GROUP BY w.work_type, c.crew_name, w.found_code, f.feeder_name, s.substation_name, completed_on
ORDER BY completed_on, w.work_type
