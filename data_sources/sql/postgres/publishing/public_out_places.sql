-- One row a transformer without supply in an outage that is active: where how many customers are out.
-- result: outage_id int64, lon float64, lat float64, customers int32
-- topics: outages, network
SELECT o.outage_id, t.lon, t.lat, t.customers_served AS customers
FROM flux.outages AS o
JOIN flux.interruptions AS i ON i.outage_id = o.outage_id AND i.restored_at IS NULL
CROSS JOIN LATERAL unnest(i.transformer_ids) AS out_of(transformer_id)
JOIN flux.transformers AS t ON t.transformer_id = out_of.transformer_id
WHERE o.utility_id = :utility_id AND o.is_active AND o.customers_out > 0 AND t.customers_served > 0
ORDER BY o.outage_id, t.transformer_id
