-- One row: a meter and its account, as find_accounts.sql answers them.
-- result: customer_id int32, account_number string, meter_id int32, meter_name string, transformer_id int32,
-- customer_name string, service_address string, critical_kind string, is_active bool, outage_id int64
-- topics: network
SELECT
    c.customer_id, c.account_number, m.meter_id, m.meter_name, m.transformer_id,
    CASE WHEN :sees_people THEN c.customer_name END AS customer_name,
    CASE WHEN :sees_people THEN c.service_address END AS service_address, c.critical_kind,
    coalesce(c.is_active, false) AS is_active, NULL::bigint AS outage_id
FROM flux.meters AS m
LEFT JOIN flux.customers AS c ON c.meter_id = m.meter_id
WHERE m.meter_id = :meter_id AND m.utility_id = :utility_id
ORDER BY c.is_active DESC NULLS LAST, c.customer_id DESC
LIMIT 1
