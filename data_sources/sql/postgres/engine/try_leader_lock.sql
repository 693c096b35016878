-- One row: whether the lock of that name is now held by this session.
SELECT pg_try_advisory_lock(:namespace::int, :lock_key::int)
