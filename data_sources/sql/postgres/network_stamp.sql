-- One row: which load of which database the rows of a utility are; a reload changes it.
-- result: database_oid int64, loaded_at timestamp
-- topics: network
SELECT
    (SELECT oid::bigint FROM pg_database WHERE datname = current_database()) AS database_oid,
    loaded_at
FROM flux.utilities
WHERE utility_id = :utility_id
