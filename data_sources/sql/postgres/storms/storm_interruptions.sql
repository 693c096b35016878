-- One row a group of customers who were without supply at some time of a period for longer than five minutes, planned work
-- apart; times in ms since 1970 UTC, restored_ms -1 where they are without it still, whatever time they have been.
-- first_time: those of them whom no earlier row has, so that their sum is who lost supply at least once; who is known only
-- as a number counts each time.
-- result: outage_id int64, out_ms int64, restored_ms int64, customers int32, first_time int32
-- topics: outages, network
-- bulk: yes
-- No outage of the record lasts longer than 30 days; one that still does is found as active.
WITH groups AS MATERIALIZED (
    SELECT
        row_number() OVER (ORDER BY out_at, outage_id, restored_at) AS place, outage_id, out_at, restored_at, customers,
        transformer_ids
    FROM flux.customer_interruptions
    WHERE
        utility_id = :utility_id
        AND kind <> 'planned'
        AND customers > 0
        AND started_at < :to_at
        AND (is_active OR started_at > CAST(:from_at AS timestamptz) - interval '30 days')
        AND out_at < :to_at
        AND (restored_at IS NULL OR (restored_at > :from_at AND restored_at - out_at > interval '5 minutes'))
),
units AS (
    -- A group within one transformer may be a single service; a larger one takes whole transformers.
    SELECT
        g.place, u.transformer_id,
        CASE WHEN cardinality(g.transformer_ids) = 1 THEN g.customers ELSE coalesce(t.customers_served, 0) END AS customers
    FROM groups AS g
    CROSS JOIN LATERAL unnest(g.transformer_ids) AS u (transformer_id)
    LEFT JOIN flux.transformers AS t ON t.transformer_id = u.transformer_id
),
more AS (
    SELECT
        place,
        greatest(customers - coalesce(max(customers) OVER (
            PARTITION BY transformer_id ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0), 0) AS customers
    FROM units
),
new AS (
    SELECT place, sum(customers) AS customers
    FROM more
    GROUP BY place
)
SELECT
    g.outage_id, (extract(epoch FROM g.out_at) * 1000)::bigint AS out_ms,
    coalesce((extract(epoch FROM g.restored_at) * 1000)::bigint, -1) AS restored_ms, g.customers,
    least(coalesce(n.customers, g.customers), g.customers)::integer AS first_time
FROM groups AS g
LEFT JOIN new AS n ON n.place = g.place
ORDER BY g.place
