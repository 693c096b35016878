-- One row: why supply was lost in an outage, as far as it is said.
SELECT cause FROM flux.outages WHERE outage_id = :outage_id
