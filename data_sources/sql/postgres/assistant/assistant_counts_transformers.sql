-- One row: the transformers of a place: how they are built, what they carry, their condition and risk. 0 for an id: any.
-- result: padmounts int64, polemounts int64, single_phase int64, three_phase int64, transformer_kva float64,
-- mean_transformer_kva float64, energized_transformers int64, dark_transformers int64, transformer_load_pct float64,
-- transformer_risk_cost float64, transformer_replacement_cost float64,
-- transformer_failures float64, updated_at timestamp
-- topics: network, transformer_status, asset_health
SELECT
    count(*) FILTER (WHERE t.is_underground) AS padmounts,
    count(*) FILTER (WHERE NOT t.is_underground) AS polemounts,
    count(*) FILTER (WHERE length(t.phases) < 3) AS single_phase,
    count(*) FILTER (WHERE length(t.phases) >= 3) AS three_phase,
    sum(flux.known(t.rated_kva)) AS transformer_kva,
    avg(flux.known(t.rated_kva)) AS mean_transformer_kva,
    CASE WHEN count(u.transformer_id) > 0 OR count(*) = 0 THEN count(*) FILTER (WHERE u.is_energized) END AS energized_transformers,
    CASE WHEN count(u.transformer_id) > 0 OR count(*) = 0 THEN count(*) FILTER (WHERE NOT u.is_energized) END AS dark_transformers,
    avg(flux.known(u.load_pct)) AS transformer_load_pct,
    sum(flux.known(h.risk_cost)) AS transformer_risk_cost,
    sum(flux.known(h.replacement_cost)) AS transformer_replacement_cost,
    sum(flux.known(h.failure_probability)) AS transformer_failures,
    max(u.updated_at) AS updated_at
FROM flux.feeders AS f
JOIN flux.transformers AS t ON t.feeder_id = f.feeder_id
LEFT JOIN flux.transformer_status AS u ON u.transformer_id = t.transformer_id
LEFT JOIN flux.asset_health AS h ON h.asset_kind = 'transformer' AND h.asset_id = t.transformer_id
WHERE f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
