-- One row: the number of an interruption, written anew (no number given) or again. Where nobody knows the transformers, its
-- phases are those of what opened.
INSERT INTO flux.interruptions AS kept (
    interruption_id, outage_id, out_at, restored_at, customers, transformer_ids, fed_by_feeder_id, phases
)
SELECT
    coalesce(CAST(:interruption_id AS bigint), nextval(pg_get_serial_sequence('flux.interruptions', 'interruption_id'))),
    o.outage_id, :out_at, :restored_at, :customers, CAST(:transformer_ids AS integer[]), :fed_by_feeder_id,
    coalesce(CAST(:phases AS text), d.phases, t.phases)
FROM flux.outages AS o
LEFT JOIN flux.devices AS d ON d.device_id = o.device_id
LEFT JOIN flux.transformers AS t ON t.transformer_id = o.transformer_id
WHERE o.outage_id = :outage_id
ON CONFLICT (interruption_id) DO UPDATE SET
    outage_id = excluded.outage_id, out_at = excluded.out_at, restored_at = excluded.restored_at,
    customers = excluded.customers, transformer_ids = excluded.transformer_ids, fed_by_feeder_id = excluded.fed_by_feeder_id,
    phases = excluded.phases
RETURNING interruption_id
