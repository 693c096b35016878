-- One row: the file of a document as it was loaded.
-- result: file_name string, media_type string, digest string, content binary
-- topics: documents
SELECT file_name, media_type, digest, content
FROM flux.documents
WHERE document_id = :document_id
