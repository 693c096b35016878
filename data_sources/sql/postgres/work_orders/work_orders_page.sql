-- One row a work order of a utility, one page of them. shown: 'open', 'over' or 'all'; work_type, status and crew_id narrow
-- it down ('' and -1: any). A row passes the filter where each of its words stands in the order's number, its title, its kind
-- or the name of its asset. is_late: open, and its day has passed in the utility's own time zone.
-- result: work_order_id int64, external_number string, work_type string, status string, priority int16, title string,
-- asset_kind string, asset_id int32, asset_name string, feeder_id int32, feeder_name string, crew_id int32,
-- crew_name string, due_on date, is_late bool, planned_start_at timestamp, planned_end_at timestamp,
-- created_at timestamp, completed_at timestamp, estimated_hours float32, labour_hours float32, outage_id int64,
-- lon float64, lat float64, version int32, is_simulated bool
-- sorts: due_on, priority, work_order_id, status, work_type, asset_name, planned_start_at, created_at, completed_at,
-- estimated_hours
-- topics: work_orders, crews, network
-- ages: 600
-- The page is found on the orders alone and joined with what is shown of it afterwards. The words are looked for as a list
-- of patterns that is made once.
WITH found AS (
    SELECT w.work_order_id
    FROM flux.work_orders AS w
    WHERE
        w.utility_id = :utility_id
        AND (:shown = 'all' OR (:shown = 'open') = (w.status NOT IN ('completed', 'cancelled')))
        AND (:work_type = '' OR w.work_type = :work_type)
        AND (:status = '' OR w.status = :status)
        AND (CAST(:crew_id AS integer) < 0 OR w.crew_id = :crew_id)
        AND (
            :filter_text = ''
            OR w.words LIKE ALL (ARRAY(
                SELECT '%' || regexp_replace(word, '([\\%_])', '\\\1', 'g') || '%'
                FROM regexp_split_to_table(lower(:filter_text COLLATE flux.letters), '\s+') AS word
            ) COLLATE "C")
        )
    ORDER BY
        CASE WHEN :sort_by = 'due_on' AND :is_descending THEN w.due_on END DESC NULLS LAST,
        CASE WHEN :sort_by = 'due_on' AND NOT :is_descending THEN w.due_on END,
        CASE WHEN :sort_by = 'priority' AND :is_descending THEN w.priority END DESC,
        CASE WHEN :sort_by = 'priority' AND NOT :is_descending THEN w.priority END,
        CASE WHEN :sort_by = 'work_order_id' AND :is_descending THEN w.work_order_id END DESC,
        CASE WHEN :sort_by = 'work_order_id' AND NOT :is_descending THEN w.work_order_id END,
        CASE WHEN :sort_by = 'status' AND :is_descending THEN w.status END DESC,
        CASE WHEN :sort_by = 'status' AND NOT :is_descending THEN w.status END,
        CASE WHEN :sort_by = 'work_type' AND :is_descending THEN w.work_type END DESC,
        CASE WHEN :sort_by = 'work_type' AND NOT :is_descending THEN w.work_type END,
        CASE WHEN :sort_by = 'asset_name' AND :is_descending THEN w.asset_name END DESC,
        CASE WHEN :sort_by = 'asset_name' AND NOT :is_descending THEN w.asset_name END,
        CASE WHEN :sort_by = 'planned_start_at' AND :is_descending THEN w.planned_start_at END DESC NULLS LAST,
        CASE WHEN :sort_by = 'planned_start_at' AND NOT :is_descending THEN w.planned_start_at END,
        CASE WHEN :sort_by = 'created_at' AND :is_descending THEN w.created_at END DESC,
        CASE WHEN :sort_by = 'created_at' AND NOT :is_descending THEN w.created_at END,
        CASE WHEN :sort_by = 'completed_at' AND :is_descending THEN w.completed_at END DESC NULLS LAST,
        CASE WHEN :sort_by = 'completed_at' AND NOT :is_descending THEN w.completed_at END,
        CASE WHEN :sort_by = 'estimated_hours' AND :is_descending THEN w.estimated_hours END DESC NULLS LAST,
        CASE WHEN :sort_by = 'estimated_hours' AND NOT :is_descending THEN w.estimated_hours END,
        w.work_order_id
    LIMIT :page_limit OFFSET :page_offset
),
page AS (
    SELECT work_order_id, row_number() OVER () AS place FROM found  -- the page is in its order already
)
SELECT
    w.work_order_id, w.external_number, w.work_type, w.status, w.priority, w.title, w.asset_kind, w.asset_id, w.asset_name,
    w.feeder_id, f.feeder_name, w.crew_id, c.crew_name, w.due_on,
    coalesce(
        w.status NOT IN ('completed', 'cancelled') AND w.due_on < (now() AT TIME ZONE u.time_zone)::date, false
    ) AS is_late,
    w.planned_start_at, w.planned_end_at, w.created_at, w.completed_at, w.estimated_hours, w.labour_hours, w.outage_id,
    w.lon, w.lat, w.version, w.is_simulated
FROM page AS p
JOIN flux.work_orders AS w ON w.work_order_id = p.work_order_id
JOIN flux.utilities AS u ON u.utility_id = w.utility_id
LEFT JOIN flux.feeders AS f ON f.feeder_id = w.feeder_id
LEFT JOIN flux.crews AS c ON c.crew_id = w.crew_id
ORDER BY p.place
