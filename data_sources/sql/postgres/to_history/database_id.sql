-- One row: which database this is.
-- result: database_id string
-- topics: network
SELECT database_id FROM flux.database_identity
