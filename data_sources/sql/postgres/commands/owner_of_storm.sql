-- One row: the utility of a storm.
SELECT utility_id FROM flux.storms WHERE storm_id = :id
