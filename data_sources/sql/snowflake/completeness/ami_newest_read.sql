-- One row: up to when the newest reads of a utility reach, on a day or later; NULL where none is there.
-- result: newest_at timestamp
-- topics: ami
SELECT MAX(DATEADD('minute', l.interval_minutes, l.interval_start_at)) AS newest_at
FROM feeder_interval_load AS l
JOIN feeders AS f ON f.feeder_id = l.feeder_id
WHERE f.utility_id = :utility_id
    AND l.reading_day >= :first_day::date
    AND l.intervals_received > 0
