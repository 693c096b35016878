-- One row a feeder, kind, phases and state of a place: its switching devices. 0 for an id: any.
-- result: feeder_name string, substation_name string, kind string, phases string, is_open bool, is_abnormal bool, devices int64
-- topics: network
SELECT
    f.feeder_name, s.substation_name, d.kind, d.phases, d.is_open, d.is_open <> d.is_normally_open AS is_abnormal, count(*) AS devices
FROM flux.feeders AS f
JOIN flux.substations AS s ON s.substation_id = f.substation_id
JOIN flux.devices AS d ON d.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
GROUP BY f.feeder_name, s.substation_name, d.kind, d.phases, d.is_open, is_abnormal
ORDER BY f.feeder_name, d.kind, d.phases, d.is_open, is_abnormal
