-- One row where an order of a plan is open for such work at an asset: its number.
SELECT work_order_id
FROM flux.work_orders
WHERE asset_kind = :asset_kind AND asset_id = :asset_id AND work_type = :work_type AND origin = 'plan'
    AND status NOT IN ('completed', 'cancelled')
