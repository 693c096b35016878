-- One row: from where on PostgreSQL answers for what is over (NULL where nothing is), and the outages that it holds all the
-- same although they began before, as ",1,2,": the warehouse's rows of these do not count.
-- result: divided_at timestamp, kept_ids string
-- topics: outages
SELECT
    d.divided_at,
    coalesce((
        SELECT ',' || string_agg(o.outage_id::text, ',' ORDER BY o.outage_id) || ','
        FROM flux.outages AS o
        WHERE o.utility_id = :utility_id AND o.started_at < d.divided_at
    ), '') AS kept_ids
FROM (
    SELECT coalesce(
        (SELECT r.moved_before FROM flux.outage_retention AS r WHERE r.utility_id = :utility_id),
        (
            SELECT o.started_at FROM flux.outages AS o
            WHERE o.utility_id = :utility_id AND o.restored_at IS NOT NULL
            ORDER BY o.started_at LIMIT 1
        )
    ) AS divided_at
) AS d
