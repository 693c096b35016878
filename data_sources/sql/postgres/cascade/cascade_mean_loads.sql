-- One row a service transformer: the mean load of its meters over a year, NaN where it has none (730.5 hours a month),
-- and its design peak.
-- result: transformer_id int32, mean_kw float64, peak_kw float64
-- topics: network
-- bulk: yes
SELECT
    t.transformer_id,
    coalesce(flux.known(m.mean_kw), 'NaN') AS mean_kw,
    coalesce(flux.known(t.peak_load_kw), 'NaN') AS peak_kw
FROM flux.transformers AS t
LEFT JOIN (
    SELECT transformer_id, sum(flux.known(monthly_kwh)) / 730.5 AS mean_kw
    FROM flux.meters
    WHERE utility_id = :utility_id
    GROUP BY transformer_id
) AS m ON m.transformer_id = t.transformer_id
WHERE t.utility_id = :utility_id AND t.kind = 'service'
ORDER BY t.transformer_id
