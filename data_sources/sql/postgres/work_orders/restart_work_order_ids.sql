-- Lets new work orders be numbered after the highest one loaded.
SELECT setval(
    pg_get_serial_sequence('flux.work_orders', 'work_order_id'),
    1 + greatest((SELECT coalesce(max(work_order_id), 0) FROM flux.work_orders), 40000000),
    false
)
