-- Says which transformers of an outage were fed again before it was over, and by which feeders; the first time counts.
INSERT INTO flux.outage_steps (outage_id, transformer_id, restored_at, feeder_id)
SELECT :outage_id, n.transformer_id, :restored_at, n.feeder_id
FROM unnest(CAST(:transformer_ids AS integer[]), CAST(:feeder_ids AS integer[])) AS n (transformer_id, feeder_id)
ON CONFLICT (outage_id, transformer_id) DO NOTHING
