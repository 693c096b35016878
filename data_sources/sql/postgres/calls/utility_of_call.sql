-- One row: whose call it is.
-- result: utility_id int32
-- topics: calls
SELECT utility_id FROM flux.trouble_calls WHERE call_id = :call_id
