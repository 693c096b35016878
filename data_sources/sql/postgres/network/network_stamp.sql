-- One row: which load of which database the rows of a utility are; a reload changes it, also one that has the same
-- `loaded_at` (a demo's is its date): the row's own transaction (xmin) is another each time it is written.
-- result: database_oid int64, loaded_at timestamp, written_by int64
-- topics: network
SELECT
    (SELECT oid::bigint FROM pg_database WHERE datname = current_database()) AS database_oid,
    loaded_at,
    xmin::text::bigint AS written_by
FROM flux.utilities
WHERE utility_id = :utility_id
