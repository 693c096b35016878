-- One row a feeder, customer class and phases of a place: its meters, those with an active account (customers), with solar, with an electric
-- vehicle. 0 for an id: any.
-- result: feeder_name string, substation_name string, customer_class string, phases string, meters int64, customers int64, solar int64, ev int64
-- topics: network
SELECT
    f.feeder_name, s.substation_name, m.customer_class, m.phases, sum(m.meters)::bigint AS meters, sum(m.customers)::bigint AS customers,
    sum(m.solar)::bigint AS solar, sum(m.ev)::bigint AS ev
FROM flux.feeders AS f
JOIN flux.substations AS s ON s.substation_id = f.substation_id
JOIN (
    SELECT
        feeder_id, customer_class, phases, count(*) AS meters, count(*) FILTER (WHERE is_active) AS customers,
        count(*) FILTER (WHERE has_solar) AS solar, count(*) FILTER (WHERE has_ev) AS ev
    FROM flux.meters
    WHERE utility_id = :utility_id AND :feeder_id IN (0, feeder_id)
    GROUP BY feeder_id, customer_class, phases
) AS m ON m.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
GROUP BY f.feeder_name, s.substation_name, m.customer_class, m.phases
ORDER BY f.feeder_name, m.customer_class, m.phases
