-- One row a numbered file of the schema and time that it was applied here.
CREATE TABLE IF NOT EXISTS flux_migrations (
    number      INTEGER NOT NULL,
    name        VARCHAR NOT NULL,
    applied_at  TIMESTAMP_NTZ NOT NULL,
    digest      VARCHAR                 -- of its statements; NULL where an older Flux applied it
)
