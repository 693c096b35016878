-- Says of a note which one stands in its place; its own words stay.
UPDATE flux.shift_log SET corrected_by_id = :corrected_by_id, version = version + 1 WHERE note_id = :note_id
