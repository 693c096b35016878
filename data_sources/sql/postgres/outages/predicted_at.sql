-- At most one row: an outage that is predicted at a place, another than the one given.
SELECT outage_id
FROM flux.outages
WHERE
    utility_id = :utility_id AND state NOT IN ('closed', 'cancelled', 'merged', 'planned') AND confirmed_at IS NULL
    AND outage_id <> :outage_id
    AND device_id IS NOT DISTINCT FROM CAST(:device_id AS integer)
    AND transformer_id IS NOT DISTINCT FROM CAST(:transformer_id AS integer)
    AND meter_id IS NOT DISTINCT FROM CAST(:meter_id AS integer)
LIMIT 1
