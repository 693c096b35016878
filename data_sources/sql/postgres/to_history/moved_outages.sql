-- One row an outage that was moved to the history, of those that began in a span of time.
-- result: outage_id int64
-- topics: outages
-- bulk: yes
SELECT outage_id
FROM flux.moved_outages
WHERE utility_id = :utility_id AND started_at >= :from_at AND started_at < :to_at
