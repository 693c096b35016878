-- Removes conversations in which nothing was asked since a moment, with their answers and ratings. One row a conversation
-- removed.
DELETE FROM flux.conversations
WHERE conversation_id = ANY(ARRAY(
    SELECT conversation_id FROM flux.conversations WHERE updated_at < :before ORDER BY updated_at LIMIT :most
))
RETURNING conversation_id
