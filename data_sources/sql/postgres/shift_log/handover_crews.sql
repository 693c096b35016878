-- One row a crew as it is now.
-- result: crew_name string, kind string, status string, outage_id int64, work_order_id int64, members int16
-- topics: crews
SELECT crew_name, kind, status, outage_id, work_order_id, members
FROM flux.crews
WHERE utility_id = :utility_id AND status <> 'off_shift'
ORDER BY status, crew_name
