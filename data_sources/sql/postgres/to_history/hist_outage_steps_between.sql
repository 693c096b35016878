-- One row a transformer that was fed again before its outage was over, of the outages that lasted in a span of time.
-- result: outage_id int64, transformer_id int32, restored_at timestamp, feeder_id int32
-- topics: outages
SELECT s.outage_id, s.transformer_id, s.restored_at, s.feeder_id
FROM flux.outage_steps AS s
JOIN flux.outages AS o ON o.outage_id = s.outage_id
WHERE o.utility_id = :utility_id AND o.started_at < :to_at AND (o.restored_at > :from_at OR o.restored_at IS NULL)
ORDER BY s.outage_id, s.restored_at, s.transformer_id
