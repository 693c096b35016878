-- One row an active account of a critical customer (hospital, water, life support …).
-- result: customer_id int32, meter_id int32, account_number string, critical_kind string
-- topics: network
-- bulk: yes
SELECT customer_id, meter_id, account_number, critical_kind
FROM flux.customers
WHERE utility_id = :utility_id AND is_active AND critical_kind IS NOT NULL
ORDER BY customer_id
