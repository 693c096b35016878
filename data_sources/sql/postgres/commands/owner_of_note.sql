-- One row: the utility of a note.
SELECT utility_id FROM flux.shift_log WHERE note_id = :id
