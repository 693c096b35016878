-- Lets one change of who has supply in a utility through at a time, until the transaction ends.
SELECT pg_advisory_xact_lock(:namespace, :utility_id)
