-- One row a local day: energy delivered in a utility, a substation or a feeder.
-- result: reading_day date, energy_delivered_kwh float64
-- topics: ami
SELECT d.reading_day, SUM(d.energy_delivered_kwh) AS energy_delivered_kwh
FROM feeder_day AS d
JOIN feeders AS f ON f.feeder_id = d.feeder_id
WHERE f.utility_id = :utility_id
    AND (:substation_id = 0 OR f.substation_id = :substation_id)
    AND (:feeder_id = 0 OR f.feeder_id = :feeder_id)
GROUP BY d.reading_day
ORDER BY d.reading_day
