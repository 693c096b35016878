-- The list of migrations applied, in the schema that all our tables share.
DO $$ BEGIN
    IF to_regclass('flux.migrations') IS NULL THEN
        CREATE SCHEMA IF NOT EXISTS flux;
        CREATE TABLE flux.migrations (
            number integer PRIMARY KEY,
            name text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        );
    END IF;
END $$
