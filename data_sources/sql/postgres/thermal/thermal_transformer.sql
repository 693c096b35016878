-- One row: a transformer with the utility whose it is.
-- result: transformer_id int32, transformer_name string, utility_id int32, utility_name string, time_zone string, is_demo bool
-- topics: network
SELECT t.transformer_id, t.transformer_name, t.utility_id, u.utility_name, u.time_zone, u.is_demo
FROM flux.transformers AS t
JOIN flux.utilities AS u ON u.utility_id = t.utility_id
WHERE t.transformer_id = :transformer_id
