-- One row a feeder and kind of critical customer of a place: how many there are with an active account. 0 for an id: any.
-- result: feeder_name string, substation_name string, critical_kind string, customer_class string, customers int64
-- topics: network
SELECT f.feeder_name, s.substation_name, c.critical_kind, m.customer_class, count(*) AS customers
FROM flux.customers AS c
JOIN flux.meters AS m ON m.meter_id = c.meter_id
JOIN flux.feeders AS f ON f.feeder_id = m.feeder_id
JOIN flux.substations AS s ON s.substation_id = f.substation_id
WHERE
    c.utility_id = :utility_id AND c.is_active AND c.critical_kind IS NOT NULL
    AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
GROUP BY f.feeder_name, s.substation_name, c.critical_kind, m.customer_class
ORDER BY f.feeder_name, c.critical_kind, m.customer_class
