-- One row: up to when reads of a meter's feeder have come, within a period; NULL where none has.
-- result: due_at timestamp
-- topics: ami
SELECT MAX(DATEADD('minute', l.interval_minutes, l.interval_start_at)) AS due_at
FROM feeder_interval_load AS l
WHERE l.feeder_id = :feeder_id
    AND l.interval_start_at >= :from_at::timestamp_ntz
    AND l.interval_start_at < :to_at::timestamp_ntz
