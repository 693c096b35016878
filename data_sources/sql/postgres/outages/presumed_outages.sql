-- One row an outage that is presumed, confirmed by nobody yet, and not planned; a crew may be on its way.
-- result: outage_id int64, feeder_id int32, device_id int32, transformer_id int32, meter_id int32, started_at timestamp,
-- cause string, lon float64, lat float64, state string, version int32, crew_id int32, estimated_restoration_at timestamp,
-- estimated_by string, dispatched_by string, opened_devices string, closed_devices string
-- topics: outages
SELECT
    outage_id, feeder_id, device_id, transformer_id, meter_id, started_at, cause, lon, lat, state, version, crew_id,
    estimated_restoration_at, estimated_by, dispatched_by, array_to_string(opened_devices, ',') AS opened_devices,
    array_to_string(closed_devices, ',') AS closed_devices
FROM flux.outages
WHERE
    utility_id = :utility_id AND confirmed_at IS NULL AND planned_start_at IS NULL
    AND state NOT IN ('closed', 'cancelled', 'merged') AND state IN ('predicted', 'crew_assigned', 'en_route', 'on_site')
ORDER BY outage_id
