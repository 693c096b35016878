-- One row a meter of a place that has every trait asked for, the first ones by name; how many there are stands in each. No word
-- of the customer but the class of the service. 0 for an id, an empty text for a trait: any.
-- result: asset_id int32, name string, feeder_name string, transformer_name string, customer_class string, is_active bool,
-- has_solar bool, has_ev bool, lon float64, lat float64, how_many int64
-- topics: network
SELECT
    m.meter_id AS asset_id, m.meter_name AS name, f.feeder_name, t.transformer_name, m.customer_class, m.is_active, m.has_solar,
    m.has_ev, m.lon, m.lat, count(*) OVER () AS how_many
FROM flux.meters AS m
JOIN flux.feeders AS f ON f.feeder_id = m.feeder_id
JOIN flux.transformers AS t ON t.transformer_id = m.transformer_id
WHERE m.utility_id = :utility_id
    AND :substation_id IN (0, f.substation_id)
    AND :feeder_id IN (0, m.feeder_id)
    AND :customer_class IN ('', m.customer_class)
    AND :account IN ('', CASE WHEN m.is_active THEN 'active' ELSE 'inactive' END)
    AND :solar IN ('', CASE WHEN m.has_solar THEN 'having' ELSE 'lacking' END)
    AND :ev IN ('', CASE WHEN m.has_ev THEN 'having' ELSE 'lacking' END)
ORDER BY m.meter_name, m.meter_id
LIMIT :n
