-- One row a group of customers who were without supply at some time of a period, planned work apart; times in ms since 1970
-- UTC, restored_ms -1 where they are without it still.
-- result: outage_id int64, out_ms int64, restored_ms int64, customers int32
-- topics: outages
-- bulk: yes
-- No outage of the record lasts longer than 30 days; one that still does is found as active.
SELECT
    outage_id, (extract(epoch FROM out_at) * 1000)::bigint AS out_ms,
    coalesce((extract(epoch FROM restored_at) * 1000)::bigint, -1) AS restored_ms, customers
FROM flux.customer_interruptions
WHERE
    utility_id = :utility_id
    AND kind <> 'planned'
    AND customers > 0
    AND started_at < :to_at
    AND (is_active OR started_at > CAST(:from_at AS timestamptz) - interval '30 days')
    AND out_at < :to_at
    AND (restored_at IS NULL OR restored_at > :from_at)
ORDER BY outage_id, out_at
