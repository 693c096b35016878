-- One row a transformer without supply in an active outage, and one without a transformer an active outage.
-- result: outage_id int64, feeder_id int32, transformer_id int32, customers_out int32
-- topics: outages
SELECT o.outage_id, o.feeder_id, NULL::integer AS transformer_id, o.customers_out
FROM flux.outages AS o
WHERE o.utility_id = :utility_id AND o.is_active
UNION ALL
SELECT o.outage_id, o.feeder_id, t.transformer_id, 0
FROM flux.outages AS o
JOIN flux.interruptions AS i ON i.outage_id = o.outage_id AND i.restored_at IS NULL
CROSS JOIN LATERAL unnest(i.transformer_ids) AS t (transformer_id)
WHERE o.utility_id = :utility_id AND o.is_active
UNION ALL
SELECT o.outage_id, o.feeder_id, o.transformer_id, 0
FROM flux.outages AS o
WHERE o.utility_id = :utility_id AND o.is_active AND o.transformer_id IS NOT NULL
ORDER BY outage_id, transformer_id NULLS FIRST
