-- One row an outage that a call may be put to.
-- result: outage_id int64, state string, place string, customers int32, lon float64, lat float64
-- topics: outages, network
SELECT
    o.outage_id, o.state, coalesce(d.device_name, t.transformer_name, '') AS place,
    CASE WHEN o.confirmed_at IS NULL THEN coalesce(o.customers_predicted, 0) ELSE o.customers_interrupted END AS customers,
    o.lon, o.lat
FROM flux.outages AS o
LEFT JOIN flux.devices AS d ON d.device_id = o.device_id
LEFT JOIN flux.transformers AS t ON t.transformer_id = o.transformer_id
WHERE o.utility_id = :utility_id AND o.state NOT IN ('closed', 'cancelled', 'merged')
ORDER BY o.outage_id
