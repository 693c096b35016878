-- One row a document that a utility may read, by kind and title.
-- result: document_id int64, title string, document_kind string, file_name string, language string, counts string, pages int32, media_type string, size_bytes int64, loaded_at timestamp
-- topics: documents
SELECT
    document_id, title, kind AS document_kind, file_name, language, counts, pages, media_type,
    octet_length(content)::bigint AS size_bytes, loaded_at
FROM flux.documents
WHERE utility_id IS NULL OR utility_id = :utility_id
ORDER BY kind, title, document_id
