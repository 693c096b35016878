-- Keeps what became of a proposal of an answer.
UPDATE flux.conversation_turns
SET settled = settled || jsonb_build_object(CAST(:result AS text), CAST(:sentence AS text))
WHERE turn_id = :turn_id
