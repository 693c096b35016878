-- One row a note, locked in the order of their numbers.
SELECT a.note_id, to_jsonb(a) AS row
FROM flux.shift_log AS a
WHERE a.note_id = ANY (CAST(:ids AS bigint[]))
ORDER BY a.note_id
FOR UPDATE
