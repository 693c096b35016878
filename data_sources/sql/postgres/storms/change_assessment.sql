-- Writes some columns of a damage assessment, given as one JSON object; its version is one more.
UPDATE flux.damage_assessments AS a
SET (
    broken_poles, spans_down, transformers, trees, severity, crew_hours, is_access_blocked, note, withdrawn_at, withdrawn_by
) = (
    SELECT
        n.broken_poles, n.spans_down, n.transformers, n.trees, n.severity, n.crew_hours, n.is_access_blocked, n.note,
        n.withdrawn_at, n.withdrawn_by
    FROM jsonb_populate_record(a, CAST(:changes AS jsonb)) AS n
),
version = a.version + 1
WHERE a.assessment_id = :assessment_id
