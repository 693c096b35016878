-- One row a transformer of a group of `outage_groups` that names its transformers.
-- result: group_id int64, transformer_id int32
-- topics: outages
-- bulk: yes
SELECT i.interruption_id AS group_id, t.transformer_id
FROM flux.outages AS o
JOIN flux.interruptions AS i ON i.outage_id = o.outage_id
CROSS JOIN LATERAL unnest(i.transformer_ids) AS t (transformer_id)
WHERE o.utility_id = :utility_id AND o.started_at >= :from_at AND o.started_at < :to_at AND o.has_interruptions
    AND (o.is_active OR o.restored_at >= :ended_after)
ORDER BY i.interruption_id, t.transformer_id
