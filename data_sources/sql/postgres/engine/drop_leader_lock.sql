-- One row: whether this session held the lock of that name, which is free from now on.
SELECT pg_advisory_unlock(:namespace::int, :lock_key::int)
