-- One row a work order of a place (substation_id, feeder_id; 0: all) that was made in a period, whatever became of it, the
-- latest first; work_type '' is any. No more than page_limit; in_all: how many there are.
-- result: work_order_id int64, external_number string, work_type string, status string, priority int16, title string,
-- asset_kind string, asset_name string, feeder_name string, crew_name string, origin string, created_at timestamp,
-- due_on date, completed_at timestamp, in_all int64
-- topics: work_orders, crews, network
SELECT
    w.work_order_id, w.external_number, w.work_type, w.status, w.priority, w.title, w.asset_kind, w.asset_name,
    f.feeder_name, c.crew_name, w.origin, w.created_at, w.due_on, w.completed_at, count(*) OVER () AS in_all
FROM flux.work_orders AS w
LEFT JOIN flux.feeders AS f ON f.feeder_id = w.feeder_id
LEFT JOIN flux.crews AS c ON c.crew_id = w.crew_id
WHERE
    w.utility_id = :utility_id AND w.created_at >= :from_at AND w.created_at < :to_at
    AND (:work_type = '' OR w.work_type = :work_type)
    AND (CAST(:feeder_id AS integer) = 0 OR w.feeder_id = :feeder_id)
    AND (CAST(:substation_id AS integer) = 0 OR f.substation_id = :substation_id)
ORDER BY w.created_at DESC, w.work_order_id
LIMIT :page_limit
