-- Writes some columns of a storm, given as one JSON object; its version is one more.
UPDATE flux.storms AS s
SET (ended_at, ended_by, note, public_text, public_text_at, public_text_by) = (
    SELECT n.ended_at, n.ended_by, n.note, n.public_text, n.public_text_at, n.public_text_by
    FROM jsonb_populate_record(s, CAST(:changes AS jsonb)) AS n
),
version = s.version + 1
WHERE s.storm_id = :storm_id
