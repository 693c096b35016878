-- One row an alarm that was raised in a period at a place, the newest first: open or back to normal. 0 and '': of all.
-- result: alarm_id int64, asset_name string, priority string, state string, text string, raised_at timestamp,
-- feeder_name string, substation_name string, closed_at timestamp
-- topics: alarms
SELECT
    a.alarm_id, a.asset_name, a.priority, a.state, a.text, a.raised_at, f.feeder_name, s.substation_name, a.closed_at
FROM flux.alarms AS a
LEFT JOIN flux.feeders AS f ON f.feeder_id = a.feeder_id
LEFT JOIN flux.substations AS s ON s.substation_id = a.substation_id
WHERE
    a.utility_id = :utility_id AND a.raised_at >= :from_at AND a.raised_at < :to_at
    AND (:feeder_id = 0 OR a.feeder_id = :feeder_id) AND (:substation_id = 0 OR a.substation_id = :substation_id)
    AND :priority IN ('', a.priority)
ORDER BY a.raised_at DESC, a.alarm_id DESC
