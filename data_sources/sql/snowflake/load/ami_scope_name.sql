-- One row: what a transformer or a meter is called and what it hangs on; no row where there is no such thing.
-- result: name string, transformer_id int32, transformer_name string, feeder_id int32, feeder_name string,
--   substation_id int32, has_own_meter bool, lon float64, lat float64
-- topics: ami
SELECT t.transformer_name AS name, t.transformer_id, t.transformer_name, f.feeder_id, f.feeder_name, f.substation_id,
    w.transformer_id IS NOT NULL AS has_own_meter, t.lon, t.lat
FROM transformers AS t
JOIN feeders AS f ON f.feeder_id = t.feeder_id
LEFT JOIN metered_transformers AS w ON w.transformer_id = t.transformer_id
WHERE :scope = 'transformer' AND t.transformer_id = :scope_id
UNION ALL
SELECT m.meter_name AS name, t.transformer_id, t.transformer_name, f.feeder_id, f.feeder_name, f.substation_id,
    w.transformer_id IS NOT NULL AS has_own_meter, t.lon, t.lat
FROM meters AS m
JOIN transformers AS t ON t.transformer_id = m.transformer_id
JOIN feeders AS f ON f.feeder_id = m.feeder_id
LEFT JOIN metered_transformers AS w ON w.transformer_id = t.transformer_id
WHERE :scope = 'meter' AND m.meter_id = :scope_id
