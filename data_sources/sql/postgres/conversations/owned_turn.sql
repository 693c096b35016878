-- One row where a turn belongs to a conversation.
SELECT turn_id FROM flux.conversation_turns WHERE turn_id = :turn_id AND conversation_id = :conversation_id
