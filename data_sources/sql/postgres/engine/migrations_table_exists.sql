-- One row: whether this database has ever been migrated.
SELECT to_regclass('flux.migrations') IS NOT NULL
