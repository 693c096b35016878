-- Removes the outages that a load brought; those that were moved to the history go from there with the next export. One row
-- an outage removed.
WITH brought AS (
    SELECT a.utility_id, (range ->> 0)::bigint AS first_id, (range ->> 1)::bigint AS last_id
    FROM flux.audit AS a
    CROSS JOIN LATERAL jsonb_array_elements(a.detail -> 'ids') AS range
    WHERE a.action = 'import_outages' AND a.detail ->> 'load_id' = :load_id
),
here AS (
    DELETE FROM flux.outages AS o USING brought AS b
    WHERE o.utility_id = b.utility_id AND o.outage_id BETWEEN b.first_id AND b.last_id
    RETURNING o.outage_id, o.utility_id
),
moved AS (
    DELETE FROM flux.moved_outages AS o USING brought AS b
    WHERE o.utility_id = b.utility_id AND o.outage_id BETWEEN b.first_id AND b.last_id
    RETURNING o.outage_id, o.utility_id
)
SELECT outage_id, utility_id FROM here
UNION ALL
SELECT outage_id, utility_id FROM moved
