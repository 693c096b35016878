-- One row a utility, in the order in which they came.
-- result: utility_id int32, utility_name string, time_zone string, is_demo bool, service_area string, source_note string, loaded_at timestamp
-- topics: network
SELECT utility_id, utility_name, time_zone, is_demo, service_area::text AS service_area, source_note, loaded_at
FROM flux.utilities
ORDER BY utility_id
