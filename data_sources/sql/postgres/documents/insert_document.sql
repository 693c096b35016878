-- One row: the id of the document that was written.
INSERT INTO flux.documents (
    utility_id, origin, file_name, title, kind, language, counts, pages, digest, media_type, content
)
VALUES (
    :utility_id, :origin, :file_name, :title, :kind, :language, :counts, :pages, :digest, :media_type, :content
)
RETURNING document_id
