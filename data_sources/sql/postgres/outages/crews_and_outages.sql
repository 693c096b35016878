-- One row a crew.
-- result: crew_id int32, crew_name string, kind string, status string, outage_id int64, lon float64, lat float64,
-- updated_at timestamp, skills string
-- topics: crews
SELECT crew_id, crew_name, kind, status, outage_id, lon, lat, updated_at,
    array_to_string(skills, ',') AS skills
FROM flux.crews
WHERE utility_id = :utility_id
ORDER BY crew_id
