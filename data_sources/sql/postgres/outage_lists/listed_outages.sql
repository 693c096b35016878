-- One row an outage of a utility that is over, here or moved to the history: what tells it from others when a list comes again; times are microseconds
-- since 1970.
-- result: feeder_id int32, started_us int64, restored_us int64, customers_interrupted int32, cause string
-- topics: outages
-- bulk: yes
SELECT
    feeder_id, (extract(epoch FROM started_at) * 1000000)::bigint AS started_us,
    (extract(epoch FROM restored_at) * 1000000)::bigint AS restored_us, customers_interrupted, cause
FROM (
    SELECT utility_id, feeder_id, started_at, restored_at, customers_interrupted, cause FROM flux.outages
    UNION ALL
    SELECT utility_id, feeder_id, started_at, restored_at, customers_interrupted, cause FROM flux.moved_outages
) AS o
WHERE utility_id = :utility_id AND restored_at IS NOT NULL
