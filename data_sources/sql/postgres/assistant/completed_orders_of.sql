-- One row a work order of a place (substation_id, feeder_id; 0: all) and crew (crew_id, likewise) that was completed in a period, the latest first; work_type
-- '' is any. No more than page_limit.
-- found_code: what was found, by its code; '' is any.
-- result: work_order_id int64, external_number string, work_type string, title string, asset_name string, feeder_name string,
-- crew_name string, completed_at timestamp, labour_hours float64, found_code string, found string
-- topics: work_orders, crews, network
SELECT
    w.work_order_id, w.external_number, w.work_type, w.title, w.asset_name, f.feeder_name, c.crew_name, w.completed_at,
    w.labour_hours::float8 AS labour_hours, w.found_code, w.found
FROM flux.work_orders AS w
LEFT JOIN flux.feeders AS f ON f.feeder_id = w.feeder_id
LEFT JOIN flux.crews AS c ON c.crew_id = w.crew_id
WHERE
    w.utility_id = :utility_id AND w.completed_at >= :from_at AND w.completed_at < :to_at
    AND (:work_type = '' OR w.work_type = :work_type)
    AND (CAST(:feeder_id AS integer) = 0 OR w.feeder_id = :feeder_id)
    AND (CAST(:substation_id AS integer) = 0 OR f.substation_id = :substation_id)
    AND (CAST(:crew_id AS integer) = 0 OR w.crew_id = :crew_id)
    AND (:found_code = '' OR w.found_code = :found_code)
ORDER BY w.completed_at DESC, w.work_order_id
LIMIT :page_limit
