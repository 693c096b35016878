-- One row: the number of a new damage assessment. What was seen comes as one JSON object.
INSERT INTO flux.damage_assessments (
    utility_id, outage_id, feeder_id, lon, lat, broken_poles, spans_down, transformers, trees, severity, crew_hours,
    is_access_blocked, note, assessed_by, assessed_at
)
SELECT
    :utility_id, n.outage_id, n.feeder_id, n.lon, n.lat, n.broken_poles, n.spans_down, n.transformers, n.trees, n.severity,
    n.crew_hours, n.is_access_blocked, n.note, :assessed_by, :assessed_at
FROM jsonb_populate_record(NULL::flux.damage_assessments, CAST(:seen AS jsonb)) AS n
RETURNING assessment_id
