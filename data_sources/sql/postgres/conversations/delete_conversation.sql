-- Deletes a conversation with its turns and their ratings.
DELETE FROM flux.conversations WHERE conversation_id = :conversation_id
