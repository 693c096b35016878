-- One row a shift, locked in the order of their numbers.
SELECT a.shift_id, to_jsonb(a) AS row
FROM flux.shifts AS a
WHERE a.shift_id = ANY (CAST(:ids AS bigint[]))
ORDER BY a.shift_id
FOR UPDATE
