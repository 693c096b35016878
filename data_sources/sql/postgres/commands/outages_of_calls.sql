-- One row an outage that some calls are put to.
SELECT DISTINCT outage_id
FROM flux.trouble_calls
WHERE call_id = ANY (CAST(:ids AS bigint[])) AND outage_id IS NOT NULL
