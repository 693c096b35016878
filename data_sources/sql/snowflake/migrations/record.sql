-- Remembers a file as applied: its number, its name, the time (UTC), the digest of its statements.
INSERT INTO flux_migrations (number, name, applied_at, digest) SELECT ?, ?, ?::TIMESTAMP_NTZ, ?
