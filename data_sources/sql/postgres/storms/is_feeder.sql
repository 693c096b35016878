-- One row where a feeder is one of a utility.
SELECT 1 FROM flux.feeders WHERE feeder_id = :feeder_id AND utility_id = :utility_id
