-- One row a work order about an asset, as SAP_WORK_ORDERS of the history keeps it: open, scheduled, completed or cancelled.
-- completed_at and labour_hours mean something of completed ones alone.
-- result: work_order_id int32, utility_id int32, asset_kind string, asset_id int32, feeder_id int32, work_type string,
--         status string, created_at timestamp, completed_at timestamp, labour_hours float32
-- topics: work_orders
-- bulk: yes
SELECT
    work_order_id, utility_id, asset_kind, asset_id, feeder_id, work_type,
    CASE
        WHEN status IN ('completed', 'cancelled') THEN status
        WHEN status IN ('created', 'on_hold') THEN 'open'
        ELSE 'scheduled'
    END AS status,
    created_at, coalesce(completed_at, timestamptz 'epoch') AS completed_at, coalesce(labour_hours, -1) AS labour_hours
FROM flux.work_orders
WHERE utility_id = :utility_id AND outage_id IS NULL AND asset_kind IS NOT NULL AND feeder_id IS NOT NULL
ORDER BY work_order_id
