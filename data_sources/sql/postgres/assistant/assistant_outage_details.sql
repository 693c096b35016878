-- One row an outage of a utility that PostgreSQL holds and that began in a span: who was sent, what opened, and the estimate of
-- restoration that stood last. NULL: nobody, nothing, none. Those of which nothing came (predicted, cancelled, merged) too.
-- result: outage_id int64, crew_name string, device_name string, device_kind string, estimated_restoration_at timestamp,
-- restored_at timestamp
-- topics: outages, crews, network
SELECT o.outage_id, c.crew_name, d.device_name, d.kind AS device_kind, o.estimated_restoration_at, o.restored_at
FROM flux.outages AS o
LEFT JOIN flux.crews AS c ON c.crew_id = o.crew_id
LEFT JOIN flux.devices AS d ON d.device_id = o.device_id
WHERE o.utility_id = :utility_id AND o.started_at >= :from_at AND o.started_at < :to_at
ORDER BY o.outage_id
