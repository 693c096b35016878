-- One row where a file of that name is loaded: its document and digest.
SELECT document_id, digest
FROM flux.documents
WHERE utility_id IS NOT DISTINCT FROM :utility_id::integer AND origin = :origin AND file_name = :file_name
FOR UPDATE
