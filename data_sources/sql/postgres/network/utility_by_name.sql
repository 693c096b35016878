-- One row: the utility of that name.
SELECT utility_id FROM flux.utilities WHERE utility_name = :utility_name
