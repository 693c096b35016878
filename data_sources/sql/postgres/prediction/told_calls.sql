-- One row an open call about supply that is gone, of an account: when it was last said. is_supplied: called back, and
-- supply was there. is_detached: a person took it off an outage.
-- result: call_id int64, meter_id int32, outage_id int64, version int32, told_ms int64, is_supplied bool, is_detached bool
-- topics: calls
SELECT
    call_id, meter_id, outage_id, version,
    (extract(epoch FROM CASE WHEN callback IN ('supplied', 'not_supplied') THEN greatest(called_at, called_back_at) ELSE called_at END)
        * 1000)::int8 AS told_ms,
    callback = 'supplied' AS is_supplied,
    EXISTS (
        SELECT
        FROM flux.audit AS a
        WHERE
            ((a.target_kind = 'call' AND a.target_id = call_id) OR a.call_ids @> ARRAY[call_id])
            AND a.action = 'detach_call' AND a.outcome = 'done'
            AND a.actor <> :rule
    ) AS is_detached
FROM flux.trouble_calls
WHERE
    utility_id = :utility_id AND closed_at IS NULL AND meter_id IS NOT NULL AND called_at > :since
    AND symptom IN ('no_supply', 'part_supply')
ORDER BY call_id
