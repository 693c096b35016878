-- Writes what changed of many transformers: five arrays of one length.
UPDATE flux.transformer_status AS s
SET
    load_kw = n.load_kw, load_pct = n.load_pct, voltage_v = n.voltage_v, is_energized = n.is_energized,
    updated_at = :now
FROM unnest(
    CAST(:transformer_ids AS integer[]), CAST(:load_kw AS real[]), CAST(:load_pct AS real[]),
    CAST(:voltage_v AS real[]), CAST(:is_energized AS boolean[])
) AS n (transformer_id, load_kw, load_pct, voltage_v, is_energized)
WHERE
    s.transformer_id = n.transformer_id AND s.utility_id = :utility_id
    AND (s.load_kw, s.load_pct, s.voltage_v, s.is_energized)
    IS DISTINCT FROM (n.load_kw, n.load_pct, n.voltage_v, n.is_energized)
