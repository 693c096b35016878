-- One row: the meters of a place by class and equipment; customers are those with an active account. 0 for an id: any.
-- result: residential int64, commercial int64, industrial int64, solar int64, ev int64, solar_and_ev int64,
-- without_account int64, solar_pct float64, ev_pct float64, residential_pct float64, commercial_pct float64, industrial_pct float64,
-- phase_a int64, phase_b int64, phase_c int64, three_phase_meters int64
-- topics: network
SELECT
    count(*) FILTER (WHERE m.is_active AND m.customer_class = 'residential') AS residential,
    count(*) FILTER (WHERE m.is_active AND m.customer_class = 'commercial') AS commercial,
    count(*) FILTER (WHERE m.is_active AND m.customer_class = 'industrial') AS industrial,
    count(*) FILTER (WHERE m.has_solar) AS solar,
    count(*) FILTER (WHERE m.has_ev) AS ev,
    count(*) FILTER (WHERE m.has_solar AND m.has_ev) AS solar_and_ev,
    count(*) FILTER (WHERE NOT m.is_active) AS without_account,
    100 * count(*) FILTER (WHERE m.has_solar)::float8 / nullif(count(*), 0) AS solar_pct,
    100 * count(*) FILTER (WHERE m.has_ev)::float8 / nullif(count(*), 0) AS ev_pct,
    100 * count(*) FILTER (WHERE m.is_active AND m.customer_class = 'residential')::float8 / nullif(count(*) FILTER (WHERE m.is_active), 0)
        AS residential_pct,
    100 * count(*) FILTER (WHERE m.is_active AND m.customer_class = 'commercial')::float8 / nullif(count(*) FILTER (WHERE m.is_active), 0)
        AS commercial_pct,
    100 * count(*) FILTER (WHERE m.is_active AND m.customer_class = 'industrial')::float8 / nullif(count(*) FILTER (WHERE m.is_active), 0)
        AS industrial_pct,
    count(*) FILTER (WHERE m.is_active AND m.phases = 'A') AS phase_a,
    count(*) FILTER (WHERE m.is_active AND m.phases = 'B') AS phase_b,
    count(*) FILTER (WHERE m.is_active AND m.phases = 'C') AS phase_c,
    count(*) FILTER (WHERE m.is_active AND m.phases = 'ABC') AS three_phase_meters
FROM flux.feeders AS f
JOIN flux.transformers AS t ON t.feeder_id = f.feeder_id
JOIN flux.meters AS m ON m.transformer_id = t.transformer_id
WHERE f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
