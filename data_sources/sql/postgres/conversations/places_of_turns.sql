-- One row a turn of a conversation, in their order: its number and place.
SELECT turn_id, place FROM flux.conversation_turns WHERE conversation_id = :conversation_id ORDER BY place
