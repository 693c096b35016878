-- Writes the sample of one moment; a second one of the same moment takes its place.
INSERT INTO flux.system_history (
    utility_id, sampled_at, load_kw, customers_out, active_outages, crews_assigned, is_simulated
)
VALUES (:utility_id, :sampled_at, :load_kw, :customers_out, :active_outages, :crews_assigned, true)
ON CONFLICT (utility_id, sampled_at) DO UPDATE SET
    load_kw = excluded.load_kw, customers_out = excluded.customers_out, active_outages = excluded.active_outages,
    crews_assigned = excluded.crews_assigned, is_simulated = true
