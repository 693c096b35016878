-- One row a transformer: the fifty that delivered most, with their highest hour.
-- result: transformer_id int32, energy_delivered_kwh float64, peak_kva float64
SELECT transformer_id, SUM(energy_delivered_kwh) AS energy_delivered_kwh, MAX(peak_kva) AS peak_kva
FROM transformer_day
GROUP BY transformer_id
ORDER BY energy_delivered_kwh DESC NULLS LAST
LIMIT 50
