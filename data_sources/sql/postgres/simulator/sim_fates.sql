-- One row an outage, of those named (numbers with commas): what became of it.
-- result: outage_id int64, state string, merged_into int64
-- topics: outages
SELECT outage_id, state, merged_into
FROM flux.outages
WHERE outage_id = ANY (CAST(string_to_array(:outage_ids, ',') AS bigint[]))
ORDER BY outage_id
