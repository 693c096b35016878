-- One row a feeder: its load now, NaN where nobody measures it.
-- result: feeder_id int32, load_kw float64
-- topics: network, feeder_status
-- bulk: yes
SELECT f.feeder_id, coalesce(flux.known(s.load_kw), 'NaN') AS load_kw
FROM flux.feeders AS f
LEFT JOIN flux.feeder_status AS s ON s.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id
ORDER BY f.feeder_id
