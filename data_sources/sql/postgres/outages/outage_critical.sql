-- One row an active account of a critical customer who lost supply in an outage; those still out first.
-- result: account_number string, critical_kind string, meter_id int32, transformer_id int32, transformer_name string,
-- restored_at timestamp
-- topics: outages, network
SELECT c.account_number, c.critical_kind, m.meter_id, t.transformer_id, t.transformer_name, i.restored_at
FROM flux.interruptions AS i
CROSS JOIN LATERAL unnest(i.transformer_ids) AS dark (transformer_id)
JOIN flux.transformers AS t ON t.transformer_id = dark.transformer_id
JOIN flux.meters AS m ON m.transformer_id = t.transformer_id
JOIN flux.customers AS c ON c.meter_id = m.meter_id
WHERE i.outage_id = :outage_id AND c.is_active AND c.critical_kind IS NOT NULL
ORDER BY i.restored_at NULLS FIRST, c.critical_kind = 'life_support' DESC, c.critical_kind, c.account_number
