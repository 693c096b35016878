-- Gives a conversation another title.
UPDATE flux.conversations SET title = :title, version = version + 1 WHERE conversation_id = :conversation_id
