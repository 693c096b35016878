-- One row where a storm is declared: the area of a feeder (its substation), and the time that it was given (NULL: none).
SELECT b.substation_name, e.estimated_restoration_at
FROM flux.storms AS s
JOIN flux.feeders AS f ON f.feeder_id = :feeder_id
JOIN flux.substations AS b ON b.substation_id = f.substation_id
LEFT JOIN LATERAL (
    SELECT a.estimated_restoration_at
    FROM flux.area_estimates AS a
    WHERE a.storm_id = s.storm_id AND a.substation_id = b.substation_id AND a.withdrawn_at IS NULL
    ORDER BY a.area_estimate_id DESC
    LIMIT 1
) AS e ON true
WHERE s.utility_id = :utility_id AND s.ended_at IS NULL
