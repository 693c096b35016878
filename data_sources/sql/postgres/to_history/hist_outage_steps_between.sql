-- One row a transformer and interruption of it, of the outages that lasted in a span of time and name who was out.
-- result: outage_id int64, transformer_id int32, out_at timestamp, restored_at timestamp, feeder_id int32
-- topics: outages
SELECT i.outage_id, t.transformer_id, i.out_at, i.restored_at, coalesce(i.fed_by_feeder_id, -1) AS feeder_id
FROM flux.interruptions AS i
JOIN flux.outages AS o ON o.outage_id = i.outage_id
CROSS JOIN LATERAL unnest(i.transformer_ids) AS t (transformer_id)
WHERE o.utility_id = :utility_id AND o.started_at < :to_at AND (o.restored_at > :from_at OR o.is_active)
ORDER BY i.outage_id, i.restored_at, t.transformer_id
