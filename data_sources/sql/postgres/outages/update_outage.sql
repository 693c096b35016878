-- Writes what changed of an outage.
UPDATE flux.outages
SET
    restored_at = :restored_at, estimated_restoration_at = :estimated_restoration_at,
    customers_interrupted = :customers_interrupted, customers_out = :customers_out,
    customer_minutes = :customer_minutes, stepped_at = :stepped_at, crew_id = :crew_id
WHERE outage_id = :outage_id AND utility_id = :utility_id
