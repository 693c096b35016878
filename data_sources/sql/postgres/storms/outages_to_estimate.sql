-- One row an outage of a utility that lasts or is predicted and is not planned work, locked in the order of their numbers:
-- of one area, or of all (NULL).
SELECT o.outage_id, o.estimated_restoration_at, o.estimated_by, o.is_area_estimate, o.started_at
FROM flux.outages AS o
WHERE
    o.utility_id = :utility_id
    AND o.state IN ('predicted', 'confirmed', 'crew_assigned', 'en_route', 'on_site')
    AND o.kind <> 'planned'
    AND (
        CAST(:substation_id AS integer) IS NULL
        OR o.feeder_id IN (SELECT f.feeder_id FROM flux.feeders AS f WHERE f.substation_id = CAST(:substation_id AS integer))
    )
ORDER BY o.outage_id
FOR UPDATE
