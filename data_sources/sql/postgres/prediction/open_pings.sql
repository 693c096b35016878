-- One row a question to a meter that is open, the oldest first; one that nobody answered in a quarter of an hour is not
-- asked any more.
-- result: ping_id int64, meter_name string, meter_id int32, outage_id int64, asked_at timestamp, asked_by string
-- topics: calls
-- ages: 60
SELECT p.ping_id, m.meter_name, p.meter_id, p.outage_id, p.asked_at, p.asked_by
FROM flux.meter_pings AS p
JOIN flux.meters AS m ON m.meter_id = p.meter_id
WHERE p.utility_id = :utility_id AND p.answered_at IS NULL AND p.asked_at > now() - interval '15 minutes'
ORDER BY p.ping_id
