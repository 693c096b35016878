-- One row a work order, by number; filters that are NULL let all through. words: each of them stands in the order's number,
-- its title, its kind or the name of its asset.
-- result: work_order_id int64, external_number string, work_type string, status string, priority int16, skill string,
-- title string, asset_kind string, asset_id int32, asset_name string, feeder_id int32, outage_id int64, crew_id int32,
-- crew_name string, planned_start_at timestamp, planned_end_at timestamp, due_on date, estimated_hours float32,
-- started_at timestamp, completed_at timestamp, labour_hours float32, found_code string, origin string,
-- created_at timestamp, lon float64, lat float64, version int32, is_simulated bool
-- topics: work_orders, crews
SELECT
    w.work_order_id, w.external_number, w.work_type, w.status, w.priority, w.skill, w.title, w.asset_kind, w.asset_id,
    w.asset_name, w.feeder_id, w.outage_id, w.crew_id, c.crew_name, w.planned_start_at, w.planned_end_at, w.due_on,
    w.estimated_hours, w.started_at, w.completed_at, w.labour_hours, w.found_code, w.origin, w.created_at, w.lon, w.lat,
    w.version, w.is_simulated
FROM flux.work_orders AS w
LEFT JOIN flux.crews AS c ON c.crew_id = w.crew_id
WHERE
    w.utility_id = :utility_id AND w.work_order_id > :after_id
    AND (:shown = 'all' OR (:shown = 'open') = (w.status NOT IN ('completed', 'cancelled')))
    AND (CAST(:states AS text[]) IS NULL OR w.status = ANY (CAST(:states AS text[])))
    AND (CAST(:work_types AS text[]) IS NULL OR w.work_type = ANY (CAST(:work_types AS text[])))
    AND (CAST(:crew_id AS integer) IS NULL OR w.crew_id = :crew_id)
    AND (CAST(:feeder_id AS integer) IS NULL OR w.feeder_id = :feeder_id)
    AND (CAST(:order_asset_kind AS text) IS NULL OR w.asset_kind = :order_asset_kind)
    AND (CAST(:asset_id AS integer) IS NULL OR w.asset_id = :asset_id)
    AND (CAST(:outage_id AS bigint) IS NULL OR w.outage_id = :outage_id)
    AND (
        CAST(:words AS text) IS NULL
        OR w.words LIKE ALL (ARRAY(
            SELECT '%' || regexp_replace(word, '([\\%_])', '\\\1', 'g') || '%'
            FROM regexp_split_to_table(lower(:words COLLATE flux.letters), '\s+') AS word
        ) COLLATE "C")
    )
ORDER BY w.work_order_id
LIMIT :row_limit
