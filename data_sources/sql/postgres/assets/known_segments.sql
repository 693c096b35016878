-- One row a segment of a utility by name, and the day of its latest survey of vegetation (the year 1: none).
-- result: segment_id int32, segment_name string, is_underground bool, surveyed_on date
-- topics: network, vegetation
-- bulk: yes
SELECT s.segment_id, s.segment_name, s.is_underground, coalesce(v.surveyed_on, date '0001-01-01') AS surveyed_on
FROM flux.segments AS s
LEFT JOIN flux.vegetation AS v ON v.segment_id = s.segment_id
WHERE s.utility_id = :utility_id
