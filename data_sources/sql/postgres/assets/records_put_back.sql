-- Puts back what was kept of the assets that the new network has too, and all work orders.
SELECT flux.put_records_back(:utility_id)
