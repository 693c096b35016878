-- Says what a crew does, and for which order that is no outage's (NULL: none). At work it is where the order is.
UPDATE flux.crews AS c
SET
    status = CASE WHEN CAST(:status AS text) = 'available' AND c.is_called_out THEN 'off_shift' ELSE :status END,
    is_called_out = c.is_called_out AND CAST(:status AS text) <> 'available',
    work_order_id = CAST(:work_order_id AS bigint), updated_at = :now,
    lon = CASE WHEN CAST(:status AS text) = 'working' THEN coalesce(w.lon, c.lon) ELSE c.lon END,
    lat = CASE WHEN CAST(:status AS text) = 'working' THEN coalesce(w.lat, c.lat) ELSE c.lat END
FROM (SELECT 1) AS one
LEFT JOIN flux.work_orders AS w ON w.work_order_id = CAST(:work_order_id AS bigint)
WHERE c.crew_id = :crew_id AND c.utility_id = :utility_id
