-- One row a conversation, locked in the order of their numbers; without its title, which is for its owner alone.
SELECT a.conversation_id, to_jsonb(a) - 'title' AS row
FROM flux.conversations AS a
WHERE a.conversation_id = ANY (CAST(:ids AS bigint[]))
ORDER BY a.conversation_id
FOR UPDATE
