-- One row a rule about meters, accounts and status rows: how many rows break it.
-- result: subject string, row_count int64, examples string
-- topics: network
WITH accounts AS (
    SELECT meter_id, count(*) FILTER (WHERE is_active) AS active
    FROM flux.customers WHERE utility_id = :utility_id GROUP BY meter_id
)
SELECT
    'one_active_account' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(meter_id ORDER BY meter_id))[1:5], ', '), '') AS examples
FROM accounts
WHERE active > 1
UNION ALL
SELECT
    'active_meters',
    count(*),
    coalesce(array_to_string((array_agg(m.meter_id ORDER BY m.meter_id))[1:5], ', '), '')
FROM flux.meters AS m
LEFT JOIN accounts AS a USING (meter_id)
WHERE m.utility_id = :utility_id AND m.is_active <> (coalesce(a.active, 0) > 0)
UNION ALL
SELECT
    'account_numbers',
    count(*),
    coalesce(array_to_string((array_agg(twice.account_number ORDER BY twice.account_number))[1:5], ', '), '')
FROM (
    SELECT account_number FROM flux.customers
    WHERE utility_id = :utility_id GROUP BY account_number HAVING count(*) > 1
) AS twice
UNION ALL
SELECT
    'transformer_status',
    count(*),
    coalesce(array_to_string((array_agg(t.transformer_id ORDER BY t.transformer_id))[1:5], ', '), '')
FROM flux.transformers AS t
LEFT JOIN flux.transformer_status AS s USING (transformer_id)
WHERE t.utility_id = :utility_id AND s.transformer_id IS NULL
UNION ALL
SELECT
    'feeder_status',
    count(*),
    coalesce(array_to_string((array_agg(f.feeder_id ORDER BY f.feeder_id))[1:5], ', '), '')
FROM flux.feeders AS f
LEFT JOIN flux.feeder_status AS s USING (feeder_id)
WHERE f.utility_id = :utility_id AND s.feeder_id IS NULL
UNION ALL
SELECT
    'customers_served',
    count(*),
    coalesce(array_to_string((array_agg(t.transformer_id ORDER BY t.transformer_id))[1:5], ', '), '')
FROM flux.transformers AS t
LEFT JOIN (
    SELECT transformer_id, count(*) FILTER (WHERE is_active) AS active
    FROM flux.meters WHERE utility_id = :utility_id GROUP BY transformer_id
) AS m USING (transformer_id)
WHERE t.utility_id = :utility_id AND t.kind = 'service' AND t.customers_served <> coalesce(m.active, 0)
