-- One row an open order of a crew that is no outage's: its number, and the skill that it takes.
SELECT work_order_id, skill
FROM flux.work_orders
WHERE crew_id = :crew_id AND outage_id IS NULL AND status NOT IN ('completed', 'cancelled')
ORDER BY work_order_id
