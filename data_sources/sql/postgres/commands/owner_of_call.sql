-- One row: the utility of a call.
SELECT utility_id FROM flux.trouble_calls WHERE call_id = :id
