-- One row a meter that said something after a moment: its newest word, kinds as in told_messages.sql.
-- result: meter_id int32, kind int16
-- topics: calls
-- bulk: yes
SELECT meter_id, kind
FROM (
    SELECT DISTINCT ON (meter_id)
        meter_id, (CASE kind WHEN 'last_gasp' THEN 0 WHEN 'no_answer' THEN 2 ELSE 3 END)::int2 AS kind
    FROM flux.meter_messages
    WHERE utility_id = :utility_id AND received_at > :since AND sent_at >= :since
    ORDER BY meter_id, sent_at DESC, message_id DESC
) AS newest
