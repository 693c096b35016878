-- Says which transformers of an outage were fed again before it was over; the first time counts.
INSERT INTO flux.outage_steps (outage_id, transformer_id, restored_at)
SELECT :outage_id, n.transformer_id, :restored_at
FROM unnest(CAST(:transformer_ids AS integer[])) AS n (transformer_id)
ON CONFLICT (outage_id, transformer_id) DO NOTHING
