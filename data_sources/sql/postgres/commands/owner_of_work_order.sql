-- One row: the utility of a work order.
SELECT utility_id FROM flux.work_orders WHERE work_order_id = :id
