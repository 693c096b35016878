-- Writes some columns of an outage, given as one JSON object; its version is one more.
UPDATE flux.outages AS o
SET (
    state, kind, feeder_id, lon, lat, customers_predicted, device_id, transformer_id, meter_id, started_at, restored_at,
    cause, crew_id, estimated_restoration_at, estimated_by, estimate_reason, dispatched_by, priority, hazards, merged_into,
    confirmed_at, closed_at, opened_devices, closed_devices, is_area_estimate, has_interruptions
) = (
    SELECT
        n.state, n.kind, n.feeder_id, n.lon, n.lat, n.customers_predicted, n.device_id, n.transformer_id, n.meter_id,
        n.started_at, n.restored_at, n.cause, n.crew_id, n.estimated_restoration_at, n.estimated_by, n.estimate_reason,
        n.dispatched_by, n.priority, n.hazards, n.merged_into, n.confirmed_at, n.closed_at, n.opened_devices,
        n.closed_devices, n.is_area_estimate,
        o.has_interruptions OR n.has_interruptions
    FROM jsonb_populate_record(o, CAST(:changes AS jsonb)) AS n
),
version = o.version + 1
WHERE o.outage_id = :outage_id
