-- One row: the number of the new outage.
INSERT INTO flux.outages (
    utility_id, feeder_id, device_id, transformer_id, started_at, restored_at, estimated_restoration_at, cause,
    customers_interrupted, customers_out, customer_minutes, stepped_at, crew_id, lon, lat, is_simulated
)
VALUES (
    :utility_id, :feeder_id, :device_id, :transformer_id, :started_at, :restored_at, :estimated_restoration_at, :cause,
    :customers_interrupted, :customers_out, :customer_minutes, :stepped_at, :crew_id, :lon, :lat, :is_simulated
)
RETURNING outage_id
