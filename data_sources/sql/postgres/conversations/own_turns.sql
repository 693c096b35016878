-- One row a turn of a person's own conversation, in their order, with what that person thinks of its answer.
-- result: turn_id int64, place int32, question string, answer string, state string, asked_at timestamp,
-- answered_at timestamp, settled string, is_good bool, comment string
-- topics: conversations
SELECT
    t.turn_id, t.place, t.question, t.answer::text AS answer, t.state, t.asked_at, t.answered_at, t.settled::text AS settled,
    r.is_good, r.comment
FROM flux.conversation_turns AS t
JOIN flux.conversations AS c ON c.conversation_id = t.conversation_id
LEFT JOIN flux.answer_ratings AS r ON r.turn_id = t.turn_id AND r.person = c.owner
WHERE t.conversation_id = :conversation_id AND c.owner = :owner
ORDER BY t.place
