-- One row where a conversation is that person's own.
-- result: conversation_id int64, utility_id int32, title string, turns int32, created_at timestamp, updated_at timestamp,
-- version int32
-- topics: conversations
SELECT conversation_id, utility_id, title, turns, created_at, updated_at, version
FROM flux.conversations
WHERE conversation_id = :conversation_id AND owner = :owner
