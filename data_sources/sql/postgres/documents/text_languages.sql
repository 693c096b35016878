-- One row a language that this server cuts words of to their stems.
-- result: language string
SELECT cfgname::text AS language FROM pg_catalog.pg_ts_config WHERE cfgnamespace = 'pg_catalog'::regnamespace ORDER BY cfgname
