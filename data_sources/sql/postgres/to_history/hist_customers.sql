-- One row a customer account with what the history keeps of it; critical_kind is empty for most.
-- result: customer_id int32, utility_id int32, meter_id int32, account_number string, customer_class string,
--         is_active bool, critical_kind string
-- topics: network
-- bulk: yes
SELECT
    customer_id, utility_id, meter_id, account_number, customer_class, is_active,
    coalesce(critical_kind, '') AS critical_kind
FROM flux.customers
WHERE utility_id = :utility_id
ORDER BY customer_id
