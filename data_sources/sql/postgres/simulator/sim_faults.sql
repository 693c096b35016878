-- One row a fault that a simulator made and that is still there.
-- result: fault_id int64, outage_id int64, device_id int32, transformer_id int32, segment_id int32, struck_at timestamp,
-- cause string, lon float64, lat float64, is_temporary bool, dispatch_at timestamp, switch_at timestamp, ends_at timestamp,
-- cleared_at timestamp, is_hidden bool, is_nothing bool, noticed_at timestamp, presumed_at timestamp, is_right_first bool
-- topics: outages
SELECT
    fault_id, outage_id, device_id, transformer_id, segment_id, struck_at, cause, lon, lat, is_temporary, dispatch_at,
    switch_at, ends_at, cleared_at, is_hidden, is_nothing, noticed_at, presumed_at, is_right_first
FROM flux.sim_faults
WHERE utility_id = :utility_id AND cleared_at IS NULL
ORDER BY fault_id
