-- One row an event, latest first, at most max_rows.
-- result: event_id int64, happened_at timestamp, kind string, severity string, message string, feeder_id int32,
-- outage_id int64, lon float64, lat float64, is_simulated bool
-- topics: events
SELECT event_id, happened_at, kind, severity, message, feeder_id, outage_id, lon, lat, is_simulated
FROM flux.events
WHERE utility_id = :utility_id
ORDER BY happened_at DESC, event_id DESC
LIMIT :max_rows
