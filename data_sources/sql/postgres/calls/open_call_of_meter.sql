-- One row: the outage of the calls of a meter that are open (NULL: not known); no row where there is none.
SELECT max(outage_id) AS outage_id
FROM flux.trouble_calls
WHERE meter_id = CAST(:meter_id AS integer) AND utility_id = :utility_id AND closed_at IS NULL
HAVING count(*) > 0
