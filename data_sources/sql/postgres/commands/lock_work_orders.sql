-- One row a work order, locked in the order of their numbers.
SELECT w.work_order_id, to_jsonb(w) AS row
FROM flux.work_orders AS w
WHERE w.work_order_id = ANY (CAST(:ids AS bigint[]))
ORDER BY w.work_order_id
FOR UPDATE
