-- One row a field crew, those at work first.
-- result: crew_id int32, crew_name string, kind string, status string, members int16, outage_id int64,
-- feeder_name string, lon float64, lat float64, updated_at timestamp
-- topics: crews, outages
SELECT
    c.crew_id, c.crew_name, c.kind, c.status, c.members, c.outage_id, f.feeder_name, c.lon, c.lat, c.updated_at
FROM flux.crews AS c
LEFT JOIN flux.outages AS o ON o.outage_id = c.outage_id
LEFT JOIN flux.feeders AS f ON f.feeder_id = o.feeder_id
WHERE c.utility_id = :utility_id
ORDER BY array_position(ARRAY['working', 'en_route', 'assigned', 'available', 'off_shift'], c.status), c.crew_name
