-- One row a utility, with the seed of a demo (-1 for others) and when its rows were loaded.
-- result: utility_id int32, utility_name string, time_zone string, is_demo bool, seed int32, as_of date,
--         source_note string, loaded_at timestamp
-- topics: network
SELECT utility_id, utility_name, time_zone, is_demo, coalesce(seed, -1) AS seed, as_of, source_note, loaded_at
FROM flux.utilities
ORDER BY utility_id
