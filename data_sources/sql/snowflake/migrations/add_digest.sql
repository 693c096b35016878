-- What an older Flux made has no digests.
ALTER TABLE flux_migrations ADD COLUMN IF NOT EXISTS digest VARCHAR
