-- One row a document that a utility may read, by kind and title; utility_id 0: those of all.
-- result: document_id int64, utility_id int32, origin string, file_name string, title string, kind string, language string, counts string, pages int32, digest string, media_type string, size_bytes int64, loaded_at timestamp
-- topics: documents
SELECT
    document_id, utility_id, origin, file_name, title, kind, language, counts, pages, digest, media_type,
    octet_length(content)::bigint AS size_bytes, loaded_at
FROM flux.documents
WHERE :utility_id = 0 OR utility_id IS NULL OR utility_id = :utility_id
ORDER BY kind, title, document_id
