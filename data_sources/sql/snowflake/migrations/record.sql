-- Remembers a file as applied: its number, its name, the time (UTC).
INSERT INTO flux_migrations (number, name, applied_at) SELECT ?, ?, ?::TIMESTAMP_NTZ
