-- One row a storm, locked in the order of their numbers.
SELECT s.storm_id, to_jsonb(s) AS row
FROM flux.storms AS s
WHERE s.storm_id = ANY (CAST(:ids AS bigint[]))
ORDER BY s.storm_id
FOR UPDATE
