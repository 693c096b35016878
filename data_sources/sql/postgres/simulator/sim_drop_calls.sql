-- Customers who have supply again call no more.
DELETE FROM flux.sim_messages
WHERE utility_id = :utility_id AND kind = 'call' AND meter_id = ANY (CAST(:meter_ids AS integer[]))
