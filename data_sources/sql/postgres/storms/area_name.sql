-- One row: the name of a substation of a utility.
SELECT substation_name FROM flux.substations WHERE substation_id = :substation_id AND utility_id = :utility_id
