-- One row a service transformer: what it takes now, NaN where nobody measures it.
-- result: transformer_id int32, load_kw float64
-- topics: network, transformer_status
-- bulk: yes
SELECT t.transformer_id, coalesce(flux.known(s.load_kw), 'NaN') AS load_kw
FROM flux.transformers AS t
LEFT JOIN flux.transformer_status AS s ON s.transformer_id = t.transformer_id
WHERE t.utility_id = :utility_id AND t.kind = 'service'
ORDER BY t.transformer_id
