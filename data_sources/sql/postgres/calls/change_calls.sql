-- One row a call that is changed. Writes some columns, given as one JSON object, of a call and of the others of its meter that are open: whoever called
-- twice is one customer. The version of each is one more. What was noted is kept, what is noted now stands under it.
UPDATE flux.trouble_calls AS c
SET
    (symptom, caller_name, caller_phone, callback, called_back_at, called_back_by, outage_id, closed_at) = (
        SELECT
            n.symptom, n.caller_name, n.caller_phone, n.callback, n.called_back_at, n.called_back_by, n.outage_id, n.closed_at
        FROM jsonb_populate_record(c, CAST(:changes AS jsonb)) AS n
    ),
    note = CASE
        WHEN c.call_id = :call_id AND CAST(:note AS text) IS NOT NULL THEN concat_ws(E'\n', c.note, CAST(:note AS text))
        ELSE c.note
    END,
    version = c.version + 1
WHERE
    c.call_id = :call_id
    OR (
        :is_for_all AND c.closed_at IS NULL AND c.meter_id = (SELECT o.meter_id FROM flux.trouble_calls AS o WHERE o.call_id = :call_id)
    )
RETURNING c.call_id
