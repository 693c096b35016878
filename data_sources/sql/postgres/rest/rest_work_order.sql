-- One row: the utility of a work order, whoever's it is.
-- result: utility_id int32
-- topics: work_orders
SELECT utility_id FROM flux.work_orders WHERE work_order_id = :work_order_id
