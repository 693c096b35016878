-- One row a message of a meter: kind 0 last gasp, 2 unanswered ping, 3 supply (an answer, or power is back). A clock that
-- is fast counts as of its message's arrival.
-- result: meter_id int32, kind int16, sent_ms int64
-- topics: calls
-- bulk: yes
SELECT
    meter_id, (CASE kind WHEN 'last_gasp' THEN 0 WHEN 'no_answer' THEN 2 ELSE 3 END)::int2 AS kind,
    (extract(epoch FROM least(sent_at, received_at)) * 1000)::int8 AS sent_ms
FROM flux.meter_messages
WHERE utility_id = :utility_id AND message_id > :after AND received_at > :since
