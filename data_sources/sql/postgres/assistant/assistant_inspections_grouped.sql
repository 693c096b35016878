-- One row a result, kind of asset, feeder and month of inspections of a place in a period: how many there were, on the first day
-- of the month.
-- result: result string, asset_kind string, feeder_name string, substation_name string, month_on date, inspections int64
-- topics: inspections, network
SELECT
    i.result, i.asset_kind, f.feeder_name, s.substation_name, date_trunc('month', i.inspected_on)::date AS month_on,
    count(*) AS inspections
FROM flux.inspections AS i
LEFT JOIN flux.transformers AS t ON i.asset_kind = 'transformer' AND t.transformer_id = i.asset_id
LEFT JOIN flux.poles AS p ON i.asset_kind = 'pole' AND p.pole_id = i.asset_id
LEFT JOIN flux.feeders AS f ON f.feeder_id = coalesce(t.feeder_id, p.feeder_id)
LEFT JOIN flux.substations AS s ON s.substation_id = f.substation_id
WHERE
    i.utility_id = :utility_id AND i.inspected_on >= :from_day AND i.inspected_on < :end_day
    AND :asset_kind IN ('', i.asset_kind) AND (:results = '' OR i.result = ANY (string_to_array(:results, ',')))
    AND (:feeder_id = 0 OR f.feeder_id = :feeder_id) AND (:substation_id = 0 OR f.substation_id = :substation_id)
GROUP BY i.result, i.asset_kind, f.feeder_name, s.substation_name, month_on
ORDER BY month_on, i.result
