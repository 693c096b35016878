-- One row at most: the utility, if it is a demo.
-- result: utility_id int32
-- topics: network
SELECT utility_id
FROM flux.utilities
WHERE utility_id = :utility_id AND is_demo
