-- One row: the number of a new conversation.
INSERT INTO flux.conversations (utility_id, owner, title, created_at, updated_at)
VALUES (:utility_id, :owner, :title, :now, :now)
RETURNING conversation_id
