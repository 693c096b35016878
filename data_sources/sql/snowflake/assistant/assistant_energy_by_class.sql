-- One row a class of customers of a place: its meters that were read in a period, the energy that they took, and what they sent back.
-- result: customer_class string, meters int64, energy_kwh float64, received_kwh float64
-- topics: ami
SELECT
    x.customer_class,
    COUNT(*) AS meters,
    SUM(x.energy_kwh) AS energy_kwh,
    SUM(x.received_kwh) AS received_kwh
FROM (
    SELECT
        m.customer_class,
        d.meter_id,
        SUM(d.energy_delivered_kwh) AS energy_kwh,
        SUM(d.energy_received_kwh) AS received_kwh
    FROM meter_day AS d
    JOIN feeders AS f ON f.feeder_id = d.feeder_id
    JOIN meters AS m ON m.meter_id = d.meter_id
    WHERE d.reading_day >= :first_day::date
        AND d.reading_day < :end_day::date
        AND f.utility_id = :utility_id
        AND (:substation_id = 0 OR f.substation_id = :substation_id)
        AND (:feeder_id = 0 OR f.feeder_id = :feeder_id)
        AND d.intervals_received > 0
    GROUP BY m.customer_class, d.meter_id
) AS x
GROUP BY x.customer_class
ORDER BY energy_kwh DESC, x.customer_class
