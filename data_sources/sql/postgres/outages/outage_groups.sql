-- One row a group of customers that lost supply in an outage at one moment and got it back at one moment, of the outages
-- that began in a span of time and lasted up to `ended_after` or longer; where no groups are kept, the outage as one.
-- Numbers are -1 where there is none.
-- Moments are microseconds since 1970. Of a group that is not back, restored_us is out_us, and its customer minutes are
-- those up to as_of.
-- result: group_id int64, outage_id int64, step int32, feeder_id int32, device_id int32, transformer_id int32,
--         started_us int64, out_us int64, restored_us int64, is_restored bool, kind string, cause string,
--         phases string, customers int32, customer_minutes float64, is_simulated bool
-- topics: outages
-- bulk: yes
SELECT
    coalesce(i.interruption_id, -1) AS group_id, o.outage_id,
    row_number() OVER (PARTITION BY o.outage_id ORDER BY i.out_at, i.restored_at, i.interruption_id) AS step,
    o.feeder_id, coalesce(o.device_id, -1) AS device_id,
    CASE WHEN i.interruption_id IS NULL THEN coalesce(o.transformer_id, -1) ELSE -1 END AS transformer_id,
    (1000000 * extract(epoch FROM o.started_at))::bigint AS started_us,
    (1000000 * extract(epoch FROM g.out_at))::bigint AS out_us,
    (1000000 * extract(epoch FROM coalesce(g.restored_at, g.out_at)))::bigint AS restored_us,
    g.restored_at IS NOT NULL AS is_restored, o.kind, o.cause, coalesce(i.phases, '') AS phases, g.customers,
    g.customer_minutes + g.customers_out * greatest(extract(epoch FROM CAST(:as_of AS timestamptz) - g.stepped_at), 0)::float8 / 60
        AS customer_minutes,
    o.is_simulated
FROM flux.outages AS o
LEFT JOIN flux.interruptions AS i ON o.has_interruptions AND i.outage_id = o.outage_id
CROSS JOIN LATERAL (
    SELECT
        CASE WHEN i.outage_id IS NULL THEN o.started_at ELSE i.out_at END AS out_at,
        CASE WHEN i.outage_id IS NULL THEN o.restored_at ELSE i.restored_at END AS restored_at,
        CASE WHEN i.outage_id IS NULL THEN o.customers_interrupted ELSE i.customers END AS customers,
        CASE
            WHEN i.outage_id IS NULL THEN o.customers_out
            WHEN i.restored_at IS NULL THEN i.customers
            ELSE 0
        END AS customers_out,
        CASE WHEN i.outage_id IS NULL THEN o.stepped_at ELSE coalesce(i.restored_at, i.out_at) END AS stepped_at,
        CASE
            WHEN i.outage_id IS NULL THEN o.customer_minutes
            ELSE coalesce(i.customers * extract(epoch FROM i.restored_at - i.out_at)::float8 / 60, 0)
        END AS customer_minutes
) AS g
WHERE o.utility_id = :utility_id AND o.started_at >= :from_at AND o.started_at < :to_at
    AND (o.is_active OR o.restored_at >= :ended_after)
ORDER BY o.outage_id, step
