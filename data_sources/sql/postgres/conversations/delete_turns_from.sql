-- Deletes the turns of a conversation from a place on: a question that is asked anew takes their place.
DELETE FROM flux.conversation_turns WHERE conversation_id = :conversation_id AND place >= :place
