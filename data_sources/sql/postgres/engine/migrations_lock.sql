-- Waits until no other process migrates this database; let go at the end of the transaction.
SELECT pg_advisory_xact_lock(:lock_key)
