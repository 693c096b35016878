-- An outage by its interruptions (IEEE 1366 judges each customer by their own): one row a transformer in one restoration
-- step. Where nobody knows which transformers they were, and of a momentary interruption, one row a group of customers.
-- started_at and cause are the outage's; restored_at, customers_interrupted and customer_minutes are those of the row.
-- Rows of the shape before this file are outages as a whole; whoever goes on writing them so need not fill these columns.
ALTER TABLE outage_events ADD COLUMN IF NOT EXISTS step INTEGER;          -- of the outage, from 1
ALTER TABLE outage_events ADD COLUMN IF NOT EXISTS out_at TIMESTAMP_NTZ;  -- when these customers lost supply; NULL: started_at
ALTER TABLE outage_events ADD COLUMN IF NOT EXISTS kind VARCHAR;          -- unplanned (so is NULL), planned, loss_of_supply
ALTER TABLE outage_events ADD COLUMN IF NOT EXISTS device_id INTEGER;     -- that interrupted them
ALTER TABLE outage_events ADD COLUMN IF NOT EXISTS kva DOUBLE;            -- rating of the transformer
ALTER TABLE outage_events ADD COLUMN IF NOT EXISTS phases VARCHAR;        -- that lost supply
UPDATE outage_events SET step = 1, out_at = started_at, kind = 'unplanned' WHERE out_at IS NULL;
