-- One row: what a utility's estimates by rule go by.
-- result: crew_kmh float32, repair_minutes float32, call_out_minutes float32, is_demo bool
-- topics: network
SELECT crew_kmh, repair_minutes, call_out_minutes, is_demo FROM flux.utilities WHERE utility_id = :utility_id
