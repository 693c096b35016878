-- Closes the calls of an outage after which nobody has to be called back any more.
UPDATE flux.trouble_calls
SET closed_at = :now, version = version + 1
WHERE outage_id = :outage_id AND closed_at IS NULL AND callback IN ('none', 'supplied')
