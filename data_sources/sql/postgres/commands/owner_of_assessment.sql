-- One row: the utility of a damage assessment.
SELECT utility_id FROM flux.damage_assessments WHERE assessment_id = :id
