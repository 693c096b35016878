-- One row a rule about live values: how many rows are hard to believe, whatever the format they came from.
-- result: subject string, row_count int64, examples string
-- topics: network, transformer_status, feeder_status
SELECT
    'loads of transformers' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(t.transformer_id ORDER BY t.transformer_id))[1:5], ', '), '') AS examples
FROM flux.transformers AS t
INNER JOIN flux.transformer_status AS s USING (transformer_id)
WHERE t.utility_id = :utility_id AND s.load_pct > :overloaded_pct
UNION ALL
SELECT
    'loads of feeders',
    count(*),
    coalesce(array_to_string((array_agg(f.feeder_id ORDER BY f.feeder_id))[1:5], ', '), '')
FROM flux.feeders AS f
INNER JOIN flux.feeder_status AS s USING (feeder_id)
WHERE f.utility_id = :utility_id AND s.load_pct > :overloaded_pct
UNION ALL
SELECT
    'voltages of feeders',
    count(*),
    coalesce(array_to_string((array_agg(f.feeder_id ORDER BY f.feeder_id))[1:5], ', '), '')
FROM flux.feeders AS f
INNER JOIN flux.substations AS b USING (substation_id)
WHERE f.utility_id = :utility_id AND b.utility_id = :utility_id AND f.voltage_kv > b.voltage_kv * 3
UNION ALL
SELECT
    'feeders without load',
    count(*),
    coalesce(array_to_string((array_agg(k.feeder_id ORDER BY k.feeder_id))[1:5], ', '), '')
FROM flux.feeder_summary AS k
INNER JOIN flux.feeder_status AS s USING (feeder_id)
WHERE k.utility_id = :utility_id AND k.customers_served > 0 AND s.is_energized AND abs(s.load_kw) < 0.001
UNION ALL
SELECT
    'voltages',
    count(*),
    coalesce(array_to_string((array_agg(t.transformer_id ORDER BY t.transformer_id))[1:5], ', '), '')
FROM flux.transformers AS t
INNER JOIN flux.transformer_status AS s USING (transformer_id)
WHERE t.utility_id = :utility_id AND s.is_energized AND NOT s.voltage_v BETWEEN :lowest_v AND :highest_v
