-- The history answers for what began before a moment, from now on; never for less than before.
INSERT INTO flux.outage_retention AS kept (utility_id, moved_before)
SELECT utility_id, max(started_at) + interval '1 microsecond'
FROM flux.moved_outages
WHERE outage_id = ANY(:outage_ids::bigint[])
GROUP BY utility_id
ON CONFLICT (utility_id) DO UPDATE SET moved_before = greatest(kept.moved_before, excluded.moved_before)
