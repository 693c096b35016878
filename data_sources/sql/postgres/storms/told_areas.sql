-- One row an area that was given a time in the storm that is declared: the last one that was not taken back.
-- result: substation_id int32, estimated_restoration_at timestamp, set_at timestamp, set_by string
-- topics: storms
SELECT DISTINCT ON (a.substation_id) a.substation_id, a.estimated_restoration_at, a.set_at, a.set_by
FROM flux.area_estimates AS a
JOIN flux.storms AS s ON s.storm_id = a.storm_id
WHERE s.utility_id = :utility_id AND s.ended_at IS NULL AND a.withdrawn_at IS NULL
ORDER BY a.substation_id, a.area_estimate_id DESC
