-- One row a crew of a utility with what it can do and when it works; hours are of its own clock, NULL where nobody says.
-- result: crew_id int32, crew_name string, kind string, status string, lon float64, lat float64, outage_id int64,
-- work_order_id int64, skills string, shift_start string, shift_end string, vehicle string, members int16, version int32,
-- updated_at timestamp
-- topics: crews
SELECT
    crew_id, crew_name, kind, status, lon, lat, outage_id, work_order_id, array_to_string(skills, ',') AS skills,
    to_char(shift_start, 'HH24:MI') AS shift_start, to_char(shift_end, 'HH24:MI') AS shift_end, vehicle, members, version,
    updated_at
FROM flux.crews
WHERE utility_id = :utility_id
ORDER BY crew_id
