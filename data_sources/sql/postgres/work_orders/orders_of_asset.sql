-- One row a work order of one asset, the newest first; external_number is empty where the order has none of another system.
-- result: work_order_id int64, external_number string, work_type string, status string, title string, due_on date,
--   created_at timestamp, completed_at timestamp, is_simulated bool
-- topics: work_orders
SELECT
    work_order_id, external_number, work_type, status, title, due_on, created_at, completed_at, is_simulated
FROM flux.work_orders
WHERE utility_id = :utility_id AND asset_kind = :asset_kind AND asset_id = :asset_id
ORDER BY created_at DESC, work_order_id DESC
LIMIT 200
