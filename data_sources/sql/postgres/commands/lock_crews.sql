-- One row a crew, locked in the order of their numbers.
SELECT c.crew_id, to_jsonb(c) AS row
FROM flux.crews AS c
WHERE c.crew_id = ANY (CAST(:ids AS integer[]))
ORDER BY c.crew_id
FOR UPDATE
