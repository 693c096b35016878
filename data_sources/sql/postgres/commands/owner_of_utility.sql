-- One row: the utility of a utility.
SELECT utility_id FROM flux.utilities WHERE utility_id = :id
