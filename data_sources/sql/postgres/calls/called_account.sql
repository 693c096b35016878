-- One row: the meter of an account; NULL where the account has none in this utility.
SELECT m.meter_id, c.customer_id, m.transformer_id, m.lon, m.lat
FROM flux.customers AS c
JOIN flux.meters AS m ON m.meter_id = c.meter_id
WHERE
    c.utility_id = :utility_id
    AND lower(c.account_number COLLATE flux.letters) ~>=~ lower(:account_number COLLATE flux.letters)
    AND lower(c.account_number COLLATE flux.letters) ~<=~ lower(:account_number COLLATE flux.letters)
ORDER BY c.is_active DESC, c.customer_id DESC
LIMIT 1
