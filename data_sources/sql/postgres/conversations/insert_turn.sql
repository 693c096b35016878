-- One row: the number of a new turn at the end of a conversation.
WITH told AS (
    UPDATE flux.conversations
    SET turns = :place + 1, updated_at = :now, version = version + 1
    WHERE conversation_id = :conversation_id
)
INSERT INTO flux.conversation_turns (conversation_id, place, question, answer, state, asked_at, answered_at)
VALUES (
    :conversation_id, :place, :question, CAST(:answer AS jsonb), :state, :asked_at, greatest(:now, :asked_at)
)
RETURNING turn_id
