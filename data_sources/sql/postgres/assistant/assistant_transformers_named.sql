-- One row a transformer of a utility whose number is one of a text of them (`1,2,3`), with where it stands.
-- result: transformer_id int32, transformer_name string, feeder_name string, substation_name string
-- topics: network
SELECT t.transformer_id, t.transformer_name, f.feeder_name, s.substation_name
FROM flux.transformers AS t
JOIN flux.feeders AS f ON f.feeder_id = t.feeder_id
JOIN flux.substations AS s ON s.substation_id = f.substation_id
WHERE t.utility_id = :utility_id AND t.transformer_id = ANY(CAST(string_to_array(:transformer_ids, ',') AS integer[]))
ORDER BY t.transformer_id
