-- One row a damage assessment that stands, the newest first.
-- result: assessment_id int64, outage_id int64, outage_state string, feeder_id int32, feeder_name string, lon float64,
-- lat float64, broken_poles int32, spans_down int32, transformers int32, trees int32, severity string, crew_hours float64,
-- is_access_blocked bool, note string, assessed_by string, assessed_at timestamp, version int32
-- topics: storms, outages
SELECT
    a.assessment_id, a.outage_id, o.state AS outage_state, a.feeder_id, f.feeder_name, a.lon, a.lat, a.broken_poles,
    a.spans_down, a.transformers, a.trees, a.severity, a.crew_hours, a.is_access_blocked, a.note, a.assessed_by,
    a.assessed_at, a.version
FROM flux.damage_assessments AS a
LEFT JOIN flux.outages AS o ON o.outage_id = a.outage_id
LEFT JOIN flux.feeders AS f ON f.feeder_id = a.feeder_id
WHERE a.utility_id = :utility_id AND a.withdrawn_at IS NULL
ORDER BY a.assessed_at DESC, a.assessment_id DESC
