-- Marks the assessment of a utility as made of the rows that are there.
UPDATE flux.asset_assessments SET inputs = :inputs WHERE utility_id = :utility_id
