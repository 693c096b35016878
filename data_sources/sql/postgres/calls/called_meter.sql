-- One row: a meter, and the account that is active there, or was last.
SELECT m.meter_id, c.customer_id, m.transformer_id, m.lon, m.lat
FROM flux.meters AS m
LEFT JOIN flux.customers AS c ON c.meter_id = m.meter_id AND c.utility_id = m.utility_id
WHERE m.utility_id = :utility_id AND m.meter_id = :meter_id
ORDER BY c.is_active DESC NULLS LAST, c.customer_id DESC
LIMIT 1
