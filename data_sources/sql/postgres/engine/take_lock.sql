-- Waits for an advisory lock of this session; it is let go when the connection closes.
SELECT pg_advisory_lock(:lock_key)
