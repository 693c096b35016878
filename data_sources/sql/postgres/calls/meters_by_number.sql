-- One row a meter that is known by a number; one that several meters share names none.
-- result: meter_name string, meter_id int32
-- topics: network
SELECT meter_name, min(meter_id) AS meter_id
FROM flux.meters
WHERE utility_id = :utility_id AND meter_name IN (SELECT jsonb_array_elements_text(CAST(:numbers AS jsonb)))
GROUP BY meter_name
HAVING count(*) = 1
