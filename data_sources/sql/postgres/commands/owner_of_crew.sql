-- One row: the utility of a crew.
SELECT utility_id FROM flux.crews WHERE crew_id = :id
