-- One row a shift that a period touches, in the order in which they began.
-- result: shift_id int64, person string, desk string, started_at timestamp, ended_at timestamp, handed_to string,
-- handover string, version int32
-- topics: shift_log
SELECT shift_id, person, desk, started_at, ended_at, handed_to, handover, version
FROM flux.shifts
WHERE utility_id = :utility_id AND started_at < :to_at AND (ended_at IS NULL OR ended_at > :from_at)
ORDER BY started_at, shift_id
