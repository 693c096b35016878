-- One row: the utility of a conversation.
SELECT utility_id FROM flux.conversations WHERE conversation_id = :id
