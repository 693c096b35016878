-- One row: the work order of an outage, where it has one.
-- result: work_order_id int64, status string
-- topics: work_orders
SELECT work_order_id, status FROM flux.work_orders WHERE outage_id = :outage_id
