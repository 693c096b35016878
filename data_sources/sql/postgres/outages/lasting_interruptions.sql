-- One row a group of service points that lost supply in an outage that is active (ids of transformers with commas).
-- result: interruption_id int64, outage_id int64, out_at timestamp, restored_at timestamp, customers int32,
-- transformer_ids string, fed_by_feeder_id int32
-- topics: outages
SELECT
    i.interruption_id, i.outage_id, i.out_at, i.restored_at, i.customers,
    array_to_string(i.transformer_ids, ',') AS transformer_ids, i.fed_by_feeder_id
FROM flux.interruptions AS i
JOIN flux.outages AS o ON o.outage_id = i.outage_id
WHERE o.utility_id = :utility_id AND o.is_active AND o.has_interruptions
ORDER BY i.interruption_id
