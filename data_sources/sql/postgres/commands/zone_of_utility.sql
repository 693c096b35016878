-- One row: the IANA name of the clock of a utility.
SELECT time_zone FROM flux.utilities WHERE utility_id = :utility_id
