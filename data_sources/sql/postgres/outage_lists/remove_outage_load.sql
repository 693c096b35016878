-- Removes the outages that a load brought. One row an outage removed.
DELETE FROM flux.outages AS o
USING flux.audit AS a, jsonb_array_elements(a.detail -> 'ids') AS range
WHERE
    a.action = 'import_outages' AND a.detail ->> 'load_id' = :load_id AND o.utility_id = a.utility_id
    AND o.outage_id BETWEEN (range ->> 0)::bigint AND (range ->> 1)::bigint
RETURNING o.outage_id, o.utility_id
