-- Writes why an outage is presumed, as of this look.
INSERT INTO flux.outage_predictions (
    outage_id, probability, began_at, found_at, looked_at, last_gasps, calls, silent, answering, reasons, alternatives
)
VALUES (
    :outage_id, :probability, :began_at, :found_at, :looked_at, :last_gasps, :calls, :silent, :answering, :reasons,
    :alternatives
)
ON CONFLICT (outage_id) DO UPDATE SET
    probability = excluded.probability, began_at = excluded.began_at, found_at = excluded.found_at,
    looked_at = excluded.looked_at, last_gasps = excluded.last_gasps, calls = excluded.calls, silent = excluded.silent,
    answering = excluded.answering, reasons = excluded.reasons, alternatives = excluded.alternatives
