-- One row an asset for which an order of a plan is open, with the newest of them.
-- result: asset_kind string, asset_id int32, work_order_id int64
-- topics: work_orders
SELECT asset_kind, asset_id, max(work_order_id) AS work_order_id
FROM flux.work_orders
WHERE utility_id = :utility_id AND origin = 'plan' AND asset_kind IS NOT NULL AND status NOT IN ('completed', 'cancelled')
GROUP BY asset_kind, asset_id
ORDER BY asset_kind, asset_id
