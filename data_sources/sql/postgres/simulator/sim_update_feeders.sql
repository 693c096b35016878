-- Writes what changed of the state of many feeders: arrays of one length.
UPDATE flux.feeder_status AS s
SET
    load_kw = n.load_kw, load_pct = n.load_pct, current_a = n.current_a, voltage_kv = n.voltage_kv,
    power_factor = n.power_factor, is_energized = n.is_energized, updated_at = :now
FROM unnest(
    CAST(:feeder_ids AS integer[]), CAST(:load_kw AS real[]), CAST(:load_pct AS real[]), CAST(:current_a AS real[]),
    CAST(:voltage_kv AS real[]), CAST(:power_factor AS real[]), CAST(:is_energized AS boolean[])
) AS n (feeder_id, load_kw, load_pct, current_a, voltage_kv, power_factor, is_energized)
WHERE
    s.feeder_id = n.feeder_id AND s.utility_id = :utility_id
    AND (s.load_kw, s.load_pct, s.current_a, s.voltage_kv, s.power_factor, s.is_energized)
    IS DISTINCT FROM (n.load_kw, n.load_pct, n.current_a, n.voltage_kv, n.power_factor, n.is_energized)
