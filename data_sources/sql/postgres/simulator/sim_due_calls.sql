-- One row a customer who gets through now, those first who have waited longest.
-- result: message_id int64, meter_id int32, due_at timestamp
-- topics: calls
SELECT message_id, meter_id, due_at
FROM flux.sim_messages
WHERE utility_id = :utility_id AND kind = 'call' AND due_at <= :now
ORDER BY due_at, message_id
LIMIT :lines
