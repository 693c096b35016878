-- One row: the number of a fault, written anew (no number given) or again.
INSERT INTO flux.sim_faults (
    fault_id, utility_id, outage_id, device_id, transformer_id, segment_id, struck_at, cause, lon, lat, is_temporary,
    dispatch_at, switch_at, ends_at, cleared_at, is_hidden, is_nothing, noticed_at, presumed_at, is_right_first
)
VALUES (
    coalesce(CAST(:fault_id AS bigint), nextval(pg_get_serial_sequence('flux.sim_faults', 'fault_id'))), :utility_id,
    :outage_id, :device_id, :transformer_id, :segment_id, :struck_at, :cause, :lon, :lat, :is_temporary, :dispatch_at,
    :switch_at, :ends_at, :cleared_at, :is_hidden, :is_nothing, :noticed_at, :presumed_at, :is_right_first
)
ON CONFLICT (fault_id) DO UPDATE SET
    outage_id = excluded.outage_id, device_id = excluded.device_id, dispatch_at = excluded.dispatch_at,
    switch_at = excluded.switch_at, ends_at = excluded.ends_at, cleared_at = excluded.cleared_at,
    noticed_at = excluded.noticed_at, presumed_at = excluded.presumed_at, is_right_first = excluded.is_right_first
RETURNING fault_id
