-- One row: the switching devices of a place by kind and position; a tie counts for either feeder that it joins.
-- 0 for an id: any.
-- result: devices int64, breakers int64, reclosers int64, sectionalisers int64, fuses int64, switches int64, ties int64,
-- open_devices int64, abnormal_devices int64, open_fuses int64, updated_at timestamp
-- topics: network, devices
SELECT
    count(*) AS devices,
    count(*) FILTER (WHERE d.kind = 'breaker') AS breakers,
    count(*) FILTER (WHERE d.kind = 'recloser') AS reclosers,
    count(*) FILTER (WHERE d.kind = 'sectionaliser') AS sectionalisers,
    count(*) FILTER (WHERE d.kind = 'fuse') AS fuses,
    count(*) FILTER (WHERE d.kind = 'switch') AS switches,
    count(*) FILTER (WHERE d.kind = 'tie') AS ties,
    count(*) FILTER (WHERE d.is_open) AS open_devices,
    count(*) FILTER (WHERE d.is_open <> d.is_normally_open) AS abnormal_devices,
    count(*) FILTER (WHERE d.is_open AND d.kind = 'fuse') AS open_fuses,
    max(d.updated_at) AS updated_at
FROM flux.devices AS d
JOIN flux.feeders AS f ON f.feeder_id = d.feeder_id
LEFT JOIN flux.feeders AS o ON o.feeder_id = d.other_feeder_id AND d.kind = 'tie'
WHERE
    d.utility_id = :utility_id
    AND (:substation_id IN (0, f.substation_id) OR o.substation_id = :substation_id)
    AND (:feeder_id IN (0, f.feeder_id) OR o.feeder_id = :feeder_id)
