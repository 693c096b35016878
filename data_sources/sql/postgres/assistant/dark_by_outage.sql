-- One row an outage that lasts and an active account that it has without supply: at the transformers that it took, or the one
-- meter that it is of.
-- result: outage_id int64, transformer_id int32, meter_id int32, is_critical bool
-- topics: outages, network
WITH dark AS (
    SELECT DISTINCT o.outage_id, o.meter_id, t.transformer_id
    FROM flux.outages AS o
    JOIN flux.interruptions AS i ON i.outage_id = o.outage_id AND i.restored_at IS NULL
    CROSS JOIN LATERAL unnest(i.transformer_ids) AS t (transformer_id)
    WHERE o.utility_id = :utility_id AND o.is_active
)
SELECT
    d.outage_id, d.transformer_id, m.meter_id,
    EXISTS (
        SELECT FROM flux.customers AS c
        WHERE c.meter_id = m.meter_id AND c.is_active AND c.critical_kind IS NOT NULL
    ) AS is_critical
FROM dark AS d
JOIN flux.meters AS m ON m.transformer_id = d.transformer_id AND m.is_active AND (d.meter_id IS NULL OR m.meter_id = d.meter_id)
ORDER BY d.outage_id, m.meter_id
