-- One row an outage that took supply from a transformer (transformer_id 0: from anybody of the feeder), of those that began
-- in a span of time. out_at and restored_at: first loss there and last return, NULL while anybody there is out. What is
-- counted there is an interruption each of the transformer, of a feeder its customers. is_named: the record names the
-- transformer; else it tells only which device opened (-1: not even that), and who was out is judged by whoever asks. What
-- lasts counts up to as_of.
-- result: outage_id int64, out_at timestamp, restored_at timestamp, sustained float64, momentary float64,
--         sustained_minutes float64, is_named bool, device_id int32, cause string, kind string, state string,
--         customers_interrupted int32, customers_out int32, estimated_restoration_at timestamp, is_active bool,
--         is_simulated bool
-- topics: outages
WITH near AS (
    SELECT i.outage_id, i.out_at, i.restored_at, 1 AS weight, true AS is_named
    FROM flux.interruptions AS i
    WHERE i.transformer_ids @> ARRAY[CAST(:transformer_id AS integer)] AND :transformer_id <> 0
    UNION ALL
    SELECT
        c.outage_id, c.out_at, c.restored_at, CASE WHEN :transformer_id = 0 THEN c.customers ELSE 1 END,
        :transformer_id = 0 OR o.transformer_id IS NOT DISTINCT FROM CAST(:transformer_id AS integer)
    FROM flux.customer_interruptions AS c
    JOIN flux.outages AS o ON o.outage_id = c.outage_id
    WHERE
        c.utility_id = :utility_id AND c.feeder_id = :feeder_id
        AND (:transformer_id = 0 OR (c.transformer_ids IS NULL AND coalesce(o.transformer_id, :transformer_id) = :transformer_id))
),
judged AS (
    SELECT
        n.*, coalesce(n.restored_at, CAST(:as_of AS timestamptz)) - n.out_at > interval '5 minutes' AS is_sustained,
        greatest(extract(epoch FROM coalesce(n.restored_at, CAST(:as_of AS timestamptz)) - n.out_at), 0)::float8 / 60 AS minutes
    FROM near AS n
)
SELECT
    o.outage_id, min(j.out_at) AS out_at, CASE WHEN bool_and(j.restored_at IS NOT NULL) THEN max(j.restored_at) END AS restored_at,
    coalesce(sum(j.weight) FILTER (WHERE j.is_sustained), 0)::float8 AS sustained,
    coalesce(sum(j.weight) FILTER (WHERE NOT j.is_sustained), 0)::float8 AS momentary,
    coalesce(sum(j.weight * j.minutes) FILTER (WHERE j.is_sustained), 0)::float8 AS sustained_minutes,
    bool_or(j.is_named) AS is_named, coalesce(o.device_id, -1) AS device_id, o.cause, o.kind, o.state, o.customers_interrupted,
    o.customers_out, o.estimated_restoration_at, o.is_active, o.is_simulated
FROM judged AS j
JOIN flux.outages AS o ON o.outage_id = j.outage_id
WHERE o.utility_id = :utility_id AND o.started_at >= :from_at AND o.started_at < :to_at
    AND (o.is_active OR o.restored_at IS NOT NULL)
GROUP BY o.outage_id
ORDER BY min(j.out_at) DESC, o.outage_id
