-- One row: whether any account of a utility has a name or an address on record.
-- result: knows_people bool
-- topics: network
SELECT EXISTS (
    SELECT FROM flux.customers
    WHERE utility_id = :utility_id AND (customer_name IS NOT NULL OR service_address IS NOT NULL)
) AS knows_people
