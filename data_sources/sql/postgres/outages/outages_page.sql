-- One row an outage of a utility, over or not, one page of them. Those that last have no duration and are sorted last.
-- result: outage_id int64, feeder_name string, cause string, started_at timestamp, restored_at timestamp,
-- duration_minutes float64, customers_interrupted int32, customer_minutes float64, is_simulated bool
-- sorts: started_at, customers_interrupted, customer_minutes, duration_minutes, cause, feeder_name
-- topics: outages, network
-- The page is found on ids alone and joined with what is shown of it afterwards; the LEFT JOIN in it is left out by the
-- planner where neither filter nor sort looks at the feeder's name.
WITH found AS (
    SELECT o.outage_id
    FROM flux.outages AS o
    LEFT JOIN flux.feeders AS f ON f.feeder_id = o.feeder_id
    WHERE
        o.utility_id = :utility_id
        AND (
            :filter_text = ''
            OR strpos(lower(f.feeder_name), lower(:filter_text)) > 0
            OR strpos(o.cause, replace(lower(:filter_text), ' ', '_')) > 0
        )
    ORDER BY
        CASE WHEN :sort_by = 'started_at' AND :is_descending THEN o.started_at END DESC,
        CASE WHEN :sort_by = 'started_at' AND NOT :is_descending THEN o.started_at END,
        CASE WHEN :sort_by = 'customers_interrupted' AND :is_descending THEN o.customers_interrupted END DESC,
        CASE WHEN :sort_by = 'customers_interrupted' AND NOT :is_descending THEN o.customers_interrupted END,
        CASE WHEN :sort_by = 'customer_minutes' AND :is_descending THEN o.customer_minutes END DESC,
        CASE WHEN :sort_by = 'customer_minutes' AND NOT :is_descending THEN o.customer_minutes END,
        CASE WHEN :sort_by = 'duration_minutes' AND :is_descending THEN o.restored_at - o.started_at END
        DESC NULLS LAST,
        CASE WHEN :sort_by = 'duration_minutes' AND NOT :is_descending THEN o.restored_at - o.started_at END,
        CASE WHEN :sort_by = 'cause' AND :is_descending THEN o.cause END DESC,
        CASE WHEN :sort_by = 'cause' AND NOT :is_descending THEN o.cause END,
        CASE WHEN :sort_by = 'feeder_name' AND :is_descending THEN f.feeder_name END DESC,
        CASE WHEN :sort_by = 'feeder_name' AND NOT :is_descending THEN f.feeder_name END,
        o.outage_id
    LIMIT :page_limit OFFSET :page_offset
),
page AS (
    SELECT outage_id, row_number() OVER () AS place  -- the page is in its order already
    FROM found
)
SELECT
    o.outage_id, f.feeder_name, o.cause, o.started_at, o.restored_at,
    extract(epoch FROM o.restored_at - o.started_at)::float8 / 60 AS duration_minutes, o.customers_interrupted,
    o.customer_minutes, o.is_simulated
FROM page AS p
JOIN flux.outages AS o ON o.outage_id = p.outage_id
JOIN flux.feeders AS f ON f.feeder_id = o.feeder_id
ORDER BY p.place
