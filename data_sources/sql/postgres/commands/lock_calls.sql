-- One row a call, locked in the order of their numbers: those named, and the open ones of their meters, which change with them.
SELECT c.call_id, to_jsonb(c) AS row
FROM flux.trouble_calls AS c
WHERE c.call_id IN (
    SELECT unnest(CAST(:ids AS bigint[]))
    UNION
    SELECT same.call_id
    FROM flux.trouble_calls AS named
    JOIN flux.trouble_calls AS same ON same.meter_id = named.meter_id
    WHERE named.call_id = ANY (CAST(:ids AS bigint[])) AND same.closed_at IS NULL
)
ORDER BY c.call_id
FOR UPDATE
