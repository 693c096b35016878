-- One row: the outage in which a transformer has no supply now: as its interruptions have it, or as what failed.
SELECT o.outage_id
FROM flux.outages AS o
WHERE
    o.utility_id = :utility_id AND o.is_active
    AND (
        o.transformer_id = CAST(:transformer_id AS integer)
        OR EXISTS (
            SELECT 1
            FROM flux.interruptions AS i
            WHERE
                i.outage_id = o.outage_id AND i.restored_at IS NULL
                AND i.transformer_ids @> ARRAY[CAST(:transformer_id AS integer)]
        )
    )
ORDER BY o.started_at DESC
LIMIT 1
