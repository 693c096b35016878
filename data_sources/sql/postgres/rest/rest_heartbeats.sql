-- One row a service that writes live rows: its last sign of life.
-- result: service string, beat_at timestamp
-- topics: heartbeats
SELECT service, beat_at FROM flux.heartbeats ORDER BY service
