-- Removes one document with its passages.
DELETE FROM flux.documents WHERE document_id = :document_id
