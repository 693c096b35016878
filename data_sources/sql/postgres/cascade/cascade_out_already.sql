-- One row a transformer of which customers are without supply in an active outage, however it is switched: those of a group
-- within one transformer, which may be a single service, else all that it serves.
-- result: transformer_id int32, customers int64
-- topics: outages, network
SELECT out.transformer_id, sum(out.customers)::bigint AS customers
FROM (
    SELECT u.transformer_id, CASE WHEN cardinality(i.transformer_ids) = 1 THEN i.customers ELSE t.customers_served END AS customers
    FROM flux.interruptions AS i
    JOIN flux.outages AS o ON o.outage_id = i.outage_id
    CROSS JOIN LATERAL unnest(i.transformer_ids) AS u (transformer_id)
    JOIN flux.transformers AS t ON t.transformer_id = u.transformer_id AND t.utility_id = o.utility_id
    WHERE o.utility_id = :utility_id AND o.is_active AND o.has_interruptions AND i.restored_at IS NULL
    UNION ALL
    SELECT o.transformer_id, o.customers_out
    FROM flux.outages AS o
    JOIN flux.transformers AS t ON t.transformer_id = o.transformer_id AND t.utility_id = o.utility_id
    WHERE o.utility_id = :utility_id AND o.is_active AND NOT o.has_interruptions
) AS out
GROUP BY out.transformer_id
ORDER BY out.transformer_id
