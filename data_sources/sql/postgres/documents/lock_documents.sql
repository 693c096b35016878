-- Waits until no other transaction writes documents; let go at its end.
SELECT pg_advisory_xact_lock(:lock_key)
