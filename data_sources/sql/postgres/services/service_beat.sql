-- One row if the service ever ran: when it last did, and what.
-- result: beat_at timestamp, did string
-- topics: heartbeats
SELECT beat_at, coalesce(detail ->> 'did', '') AS did FROM flux.heartbeats WHERE service = :service
