-- One row: how many other histories than the one of a service's lock were written from this database in the last 30 days.
-- result: histories int64
-- topics: heartbeats
SELECT count(*) AS histories
FROM flux.heartbeats
WHERE service LIKE 'exports to %' AND service <> :own AND beat_at > CAST(:now AS timestamptz) - interval '30 days'
