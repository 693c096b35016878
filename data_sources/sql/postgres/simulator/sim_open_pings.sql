-- One row a question to a meter that its answer, or its silence, is due of.
-- result: ping_id int64, meter_id int32
-- topics: calls
SELECT ping_id, meter_id
FROM flux.meter_pings
WHERE utility_id = :utility_id AND answered_at IS NULL AND asked_at <= :asked_until
ORDER BY ping_id
