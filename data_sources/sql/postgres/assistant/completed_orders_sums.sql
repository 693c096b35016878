-- One row a kind of work of a place (substation_id, feeder_id; 0: all) and crew (crew_id, likewise): the orders of it that were completed in a period, and
-- what was booked on them. with_hours: those on which anything was.
-- found_code: what was found, by its code; '' is any.
-- result: work_type string, orders int64, labour_hours float64, with_hours int64
-- topics: work_orders, network
SELECT
    w.work_type, count(*) AS orders, coalesce(sum(w.labour_hours::float8), 0) AS labour_hours,
    count(w.labour_hours) AS with_hours
FROM flux.work_orders AS w
LEFT JOIN flux.feeders AS f ON f.feeder_id = w.feeder_id
WHERE
    w.utility_id = :utility_id AND w.completed_at >= :from_at AND w.completed_at < :to_at
    AND (CAST(:feeder_id AS integer) = 0 OR w.feeder_id = :feeder_id)
    AND (CAST(:substation_id AS integer) = 0 OR f.substation_id = :substation_id)
    AND (CAST(:crew_id AS integer) = 0 OR w.crew_id = :crew_id)
    AND (:found_code = '' OR w.found_code = :found_code)
GROUP BY w.work_type
ORDER BY orders DESC, w.work_type
