-- One row a meter: where it is connected and whether an active customer is behind it.
-- result: meter_id int32, transformer_id int32, node_id int32, is_active bool, phases string
-- topics: network
-- bulk: yes
SELECT meter_id, transformer_id, node_id, is_active, phases
FROM flux.meters
WHERE utility_id = :utility_id
ORDER BY meter_id
