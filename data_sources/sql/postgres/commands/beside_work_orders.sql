-- One row a work order: the outage that it belongs to and the crew that has it.
SELECT outage_id, crew_id
FROM flux.work_orders
WHERE work_order_id = ANY (CAST(:ids AS bigint[]))
