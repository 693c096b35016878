-- One row a feeder on which an outage that lasts is recorded: its active critical customers who are without supply now, and
-- of what kinds they are.
-- result: feeder_name string, critical_out int64, critical_kinds string
-- topics: outages, network
WITH dark AS (
    SELECT DISTINCT o.feeder_id, t.transformer_id, o.meter_id
    FROM flux.outages AS o
    JOIN flux.interruptions AS i ON i.outage_id = o.outage_id AND i.restored_at IS NULL
    CROSS JOIN LATERAL unnest(i.transformer_ids) AS t (transformer_id)
    WHERE o.utility_id = :utility_id AND o.is_active
)
SELECT
    f.feeder_name, count(DISTINCT c.customer_id) AS critical_out,
    string_agg(DISTINCT replace(c.critical_kind, '_', ' '), ', ') AS critical_kinds
FROM dark AS d
JOIN flux.feeders AS f ON f.feeder_id = d.feeder_id
LEFT JOIN flux.meters AS m ON m.transformer_id = d.transformer_id AND (d.meter_id IS NULL OR m.meter_id = d.meter_id)
LEFT JOIN flux.customers AS c ON c.meter_id = m.meter_id AND c.is_active AND c.critical_kind IS NOT NULL
GROUP BY f.feeder_name
ORDER BY critical_out DESC, f.feeder_name
