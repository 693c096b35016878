-- One row a note of what happened in a period, those that were corrected too, in the order in which things happened.
-- result: note_id int64, category string, text string, happened_at timestamp, written_at timestamp, written_by string,
-- outage_id int64, alarm_id int64, asset_kind string, asset_id int32, corrects_id int64, corrected_by_id int64, version int32,
-- desk string
-- topics: shift_log
SELECT
    n.note_id, n.category, n.text, n.happened_at, n.written_at, n.written_by, n.outage_id, n.alarm_id, n.asset_kind, n.asset_id,
    n.corrects_id, n.corrected_by_id, n.version, s.desk
FROM flux.shift_log AS n
LEFT JOIN flux.shifts AS s ON s.shift_id = n.shift_id
WHERE n.utility_id = :utility_id AND n.happened_at >= :from_at AND n.happened_at < :to_at
ORDER BY n.happened_at, n.note_id
LIMIT 5000
