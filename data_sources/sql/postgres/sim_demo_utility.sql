-- One row at most: the utility, if it is a demo.
-- result: utility_id int32, time_zone string
-- topics: network
SELECT utility_id, time_zone
FROM flux.utilities
WHERE utility_id = :utility_id AND is_demo
