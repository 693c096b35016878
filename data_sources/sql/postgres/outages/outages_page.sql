-- One row an outage of a utility, over or not, one page of them. What is under way has no restored_at, and lasts and
-- accrues customer minutes up to as_of, as in kpis.sql: its values are those so far. as_of NULL is now. A row passes the
-- filter where each of its words stands in the feeder's name or in the cause.
-- result: outage_id int64, feeder_name string, cause string, started_at timestamp, restored_at timestamp,
-- duration_minutes float64, customers_interrupted int32, customer_minutes float64, is_simulated bool
-- sorts: started_at, customers_interrupted, customer_minutes, duration_minutes, cause, feeder_name, restored_at
-- topics: outages, network
-- ages: 60
-- What is over and what is under way are two members of one UNION, so that the planner merges those that are over, in
-- the order of an index, with the few that are not. The page is found on ids alone and joined with what is shown of it
-- afterwards; the LEFT JOIN in it is left out where neither filter nor sort looks at the feeder's name.
WITH found AS (
    SELECT o.outage_id, o.customer_minutes, o.lasted
    FROM (
        SELECT
            outage_id, utility_id, feeder_id, cause, started_at, customers_interrupted, customer_minutes,
            restored_at - started_at AS lasted, restored_at, restored_at IS NOT NULL AS is_counted
        FROM flux.outages
        UNION ALL
        SELECT
            outage_id, utility_id, feeder_id, cause,
            started_at + interval '0',  -- no index has this, so that the few rows are found by outages_active and sorted
            customers_interrupted, customer_minutes
            + customers_out
            * greatest(extract(epoch FROM coalesce(CAST(:as_of AS timestamptz), now()) - stepped_at), 0)::float8 / 60,
            greatest(coalesce(CAST(:as_of AS timestamptz), now()) - started_at, interval '0'), NULL, is_active
        FROM flux.outages
    ) AS o
    LEFT JOIN flux.feeders AS f ON f.feeder_id = o.feeder_id
    WHERE
        o.utility_id = :utility_id
        AND o.is_counted
        AND (
            :filter_text = ''
            OR NOT EXISTS (
                SELECT 1
                FROM regexp_split_to_table(lower(:filter_text COLLATE flux.letters), '\s+') AS word
                WHERE
                    strpos(lower(f.feeder_name COLLATE flux.letters), word) = 0
                    AND strpos(lower(o.cause COLLATE flux.letters), word) = 0
            )
        )
    ORDER BY
        CASE WHEN :sort_by = 'started_at' AND :is_descending THEN o.started_at END DESC,
        CASE WHEN :sort_by = 'started_at' AND NOT :is_descending THEN o.started_at END,
        CASE WHEN :sort_by = 'customers_interrupted' AND :is_descending THEN o.customers_interrupted END DESC,
        CASE WHEN :sort_by = 'customers_interrupted' AND NOT :is_descending THEN o.customers_interrupted END,
        CASE WHEN :sort_by = 'customer_minutes' AND :is_descending THEN o.customer_minutes END DESC,
        CASE WHEN :sort_by = 'customer_minutes' AND NOT :is_descending THEN o.customer_minutes END,
        CASE WHEN :sort_by = 'duration_minutes' AND :is_descending THEN o.lasted END DESC,
        CASE WHEN :sort_by = 'duration_minutes' AND NOT :is_descending THEN o.lasted END,
        CASE WHEN :sort_by = 'cause' AND :is_descending THEN o.cause END DESC,
        CASE WHEN :sort_by = 'cause' AND NOT :is_descending THEN o.cause END,
        CASE WHEN :sort_by = 'feeder_name' AND :is_descending THEN f.feeder_name END DESC,
        CASE WHEN :sort_by = 'feeder_name' AND NOT :is_descending THEN f.feeder_name END,
        CASE WHEN :sort_by = 'restored_at' AND :is_descending THEN o.restored_at END DESC NULLS LAST,
        CASE WHEN :sort_by = 'restored_at' AND NOT :is_descending THEN o.restored_at END,
        o.outage_id
    LIMIT :page_limit OFFSET :page_offset
),
page AS (
    SELECT outage_id, customer_minutes, lasted, row_number() OVER () AS place  -- the page is in its order already
    FROM found
)
SELECT
    o.outage_id, f.feeder_name, o.cause, o.started_at, o.restored_at,
    extract(epoch FROM p.lasted)::float8 / 60 AS duration_minutes, o.customers_interrupted,
    p.customer_minutes, o.is_simulated
FROM page AS p
JOIN flux.outages AS o ON o.outage_id = p.outage_id
JOIN flux.feeders AS f ON f.feeder_id = o.feeder_id
ORDER BY p.place
