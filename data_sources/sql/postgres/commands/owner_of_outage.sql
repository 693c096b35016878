-- One row: the utility of a outage.
SELECT utility_id FROM flux.outages WHERE outage_id = :id
