-- One row: where an outage of a utility is.
SELECT feeder_id, lon, lat FROM flux.outages WHERE outage_id = :outage_id AND utility_id = :utility_id
