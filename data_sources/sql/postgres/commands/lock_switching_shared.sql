-- Waits for changes of who has supply in a utility, and lets none begin until the transaction ends.
SELECT pg_advisory_xact_lock_shared(:namespace, :utility_id)
