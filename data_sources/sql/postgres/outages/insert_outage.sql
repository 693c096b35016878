-- One row: the number of the new outage. Columns that few outages need come as one JSON object.
INSERT INTO flux.outages (
    utility_id, feeder_id, device_id, transformer_id, started_at, stepped_at, cause, customers_interrupted, customers_out,
    lon, lat, is_simulated, state, has_interruptions, kind, reported_at, estimated_restoration_at, customers_predicted,
    planned_start_at, planned_end_at, split_from, hazards, estimated_by, estimate_reason, meter_id, is_area_estimate
)
SELECT
    :utility_id, :feeder_id, :device_id, :transformer_id, :started_at, :started_at, :cause, :customers_interrupted,
    :customers_out, :lon, :lat, :is_simulated, :state, :has_interruptions, coalesce(m.kind, 'unplanned'), m.reported_at,
    m.estimated_restoration_at, m.customers_predicted, m.planned_start_at, m.planned_end_at, m.split_from,
    coalesce(m.hazards, '{}'), coalesce(m.estimated_by, 'rule'), m.estimate_reason, m.meter_id,
    coalesce(m.is_area_estimate, false)
FROM jsonb_populate_record(NULL::flux.outages, CAST(:more AS jsonb)) AS m
RETURNING outage_id
