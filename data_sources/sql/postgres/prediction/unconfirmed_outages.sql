-- One row an outage that is presumed and that nobody has confirmed. is_held: somebody put it where it is, or sent its crew.
-- nested_in: the outage that left it without supply when it was restored.
-- result: outage_id int64, version int32, device_id int32, transformer_id int32, meter_id int32, is_held bool, nested_in int64,
-- probability float64, last_gasps int32, calls int32, silent int32, answering int32, began_at timestamp, found_at timestamp
-- topics: outages, calls
SELECT
    o.outage_id, o.version, o.device_id, o.transformer_id, o.meter_id,
    o.dispatched_by = 'manual' OR EXISTS (
        SELECT
        FROM flux.audit AS a
        WHERE
            a.outage_ids @> ARRAY[o.outage_id] AND a.outcome = 'done' AND a.actor <> :rule
            AND a.action IN ('report_outage', 'move_prediction', 'merge_outage', 'reopen_outage')
    ) AS is_held,
    o.split_from AS nested_in, p.probability, p.last_gasps, p.calls, p.silent, p.answering, p.began_at, p.found_at
FROM flux.outages AS o
LEFT JOIN flux.outage_predictions AS p ON p.outage_id = o.outage_id
WHERE
    o.utility_id = :utility_id AND o.state NOT IN ('closed', 'cancelled', 'merged', 'planned', 'restored')
    AND o.confirmed_at IS NULL AND o.kind = 'unplanned'
ORDER BY o.outage_id
