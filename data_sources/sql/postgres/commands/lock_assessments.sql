-- One row a damage assessment, locked in the order of their numbers.
SELECT a.assessment_id, to_jsonb(a) AS row
FROM flux.damage_assessments AS a
WHERE a.assessment_id = ANY (CAST(:ids AS bigint[]))
ORDER BY a.assessment_id
FOR UPDATE
