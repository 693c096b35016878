-- Ends a shift, with what is handed over to whom.
UPDATE flux.shifts
SET ended_at = greatest(:now, started_at), handed_to = :handed_to, handover = :handover, version = version + 1
WHERE shift_id = :shift_id
