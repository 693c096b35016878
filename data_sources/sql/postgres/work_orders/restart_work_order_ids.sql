-- Lets new work orders be numbered after the highest number that is or was in use: the audit knows an order by its number.
SELECT setval(
    pg_get_serial_sequence('flux.work_orders', 'work_order_id'),
    1 + greatest(
        (SELECT max(work_order_id) FROM flux.work_orders), (SELECT max(highest) FROM flux.used_ids WHERE counter = 'work_order'),
        40000000
    ),
    false
)
