-- One row an outage that was moved to the history, of those that began in a span of time, with its year (UTC).
-- result: outage_id int64, year int32
-- topics: outages
-- bulk: yes
SELECT outage_id, extract(year FROM started_at AT TIME ZONE 'UTC')::integer AS year
FROM flux.moved_outages
WHERE utility_id = :utility_id AND started_at >= :from_at AND started_at < :to_at
