-- One row a group of service points that lost supply in an outage at one moment and got it back at one moment.
-- transformers: how many, NULL where only the customers are counted; transformer_ids: which, with commas.
-- result: interruption_id int64, out_at timestamp, restored_at timestamp, customers int32, transformers int32,
-- transformer_ids string, fed_by_feeder_name string
-- topics: outages, network
SELECT
    i.interruption_id, i.out_at, i.restored_at, i.customers, cardinality(i.transformer_ids) AS transformers,
    array_to_string(i.transformer_ids, ',') AS transformer_ids, f.feeder_name AS fed_by_feeder_name
FROM flux.interruptions AS i
LEFT JOIN flux.feeders AS f ON f.feeder_id = i.fed_by_feeder_id
WHERE i.outage_id = :outage_id
ORDER BY i.restored_at NULLS FIRST, i.out_at, i.interruption_id
