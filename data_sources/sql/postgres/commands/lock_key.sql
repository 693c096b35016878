-- Lets one request of a caller's key through at a time, until the transaction ends.
SELECT pg_advisory_xact_lock(hashtextextended(CAST(:actor AS text) || ' ' || CAST(:key AS text), 0))
