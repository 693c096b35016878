-- One row a trouble call of a place (substation_id, feeder_id; 0: all): those of a period, or, where it is NULL, those that are
-- open. No word of who called.
-- result: call_id int64, called_at timestamp, symptom string, callback string, outage_id int64, closed_at timestamp,
-- transformer_name string, feeder_name string, substation_name string
-- topics: calls, network
SELECT c.call_id, c.called_at, c.symptom, c.callback, c.outage_id, c.closed_at, t.transformer_name, f.feeder_name,
    s.substation_name
FROM (
    SELECT * FROM flux.trouble_calls
    WHERE utility_id = :utility_id AND called_at >= CAST(:from_at AS timestamptz) AND called_at < CAST(:to_at AS timestamptz)
    UNION ALL
    SELECT * FROM flux.trouble_calls
    WHERE utility_id = :utility_id AND closed_at IS NULL AND CAST(:from_at AS timestamptz) IS NULL
) AS c
LEFT JOIN flux.transformers AS t ON t.transformer_id = c.transformer_id
LEFT JOIN flux.feeders AS f ON f.feeder_id = t.feeder_id
LEFT JOIN flux.substations AS s ON s.substation_id = f.substation_id
WHERE
    (CAST(:feeder_id AS integer) = 0 OR f.feeder_id = :feeder_id)
    AND (CAST(:substation_id AS integer) = 0 OR f.substation_id = :substation_id)
ORDER BY c.called_at DESC, c.call_id
