-- One row: the number of a new note, under the open shift of whoever writes it, if there is one.
INSERT INTO flux.shift_log (
    utility_id, shift_id, category, text, happened_at, written_at, written_by, outage_id, alarm_id, asset_kind, asset_id,
    corrects_id
)
SELECT
    :utility_id,
    (
        SELECT s.shift_id FROM flux.shifts AS s
        WHERE s.utility_id = :utility_id AND s.person = :written_by AND s.ended_at IS NULL
        ORDER BY s.started_at DESC
        LIMIT 1
    ),
    n.category, n.text, n.happened_at, :now, :written_by, n.outage_id, n.alarm_id, n.asset_kind, n.asset_id, n.corrects_id
FROM jsonb_populate_record(NULL::flux.shift_log, CAST(:note AS jsonb)) AS n
RETURNING note_id
