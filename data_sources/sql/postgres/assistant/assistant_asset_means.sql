-- One row: what a quantity of the transformers or poles of a place comes to, of so many of them as it is known of. NULL: of none.
-- result: mean float64, median float64, known int64, in_place int64, assessed_at timestamp
-- topics: network, transformer_status, asset_health
WITH place AS (
    SELECT feeder_id, feeder_name
    FROM flux.feeders
    WHERE utility_id = :utility_id AND :feeder_id IN (0, feeder_id) AND :substation_id IN (0, substation_id)
),
quantities AS (
    SELECT
        'transformer' AS asset_kind, t.transformer_id AS asset_id, t.feeder_id,
        CASE WHEN t.is_underground THEN 'pad_mounted' ELSE 'pole_mounted' END AS built, u.is_energized, u.updated_at,
        u.load_kw, u.load_pct, u.voltage_v, t.rated_kva, NULL::real AS height_m, t.customers_served AS customers,
        t.installed_year, h.age_years, h.health_score, h.part_condition, h.failure_probability, h.risk_cost,
        h.risk_customer_minutes, h.customers AS customers_interrupted, h.outage_hours, h.hot_spot_max_c, h.loss_of_life_pct,
        h.peak_load_pct, h.replacement_cost, h.inspection_age_years, NULL::real AS remaining_strength_pct,
        h.asset_id IS NULL AS is_unassessed
    FROM flux.transformers AS t
    LEFT JOIN flux.transformer_status AS u ON u.transformer_id = t.transformer_id
    LEFT JOIN flux.asset_health AS h ON h.asset_kind = 'transformer' AND h.asset_id = t.transformer_id
    WHERE t.utility_id = :utility_id AND :asset_kind IN ('', 'transformer')
    UNION ALL
    SELECT
        'pole', p.pole_id, p.feeder_id, p.material, NULL, NULL, NULL, NULL, NULL, NULL, p.height_m, h.customers,
        p.installed_year, h.age_years, h.health_score, h.part_condition, h.failure_probability, h.risk_cost,
        h.risk_customer_minutes, h.customers, h.outage_hours, NULL, NULL, NULL, h.replacement_cost, h.inspection_age_years,
        h.remaining_strength_pct, h.asset_id IS NULL
    FROM flux.poles AS p
    LEFT JOIN flux.asset_health AS h ON h.asset_kind = 'pole' AND h.asset_id = p.pole_id
    WHERE p.utility_id = :utility_id AND :asset_kind IN ('', 'pole')
),
chosen AS MATERIALIZED (
    SELECT
        q.asset_id,
        flux.known(CASE :by
            WHEN 'load_kw' THEN q.load_kw WHEN 'load_pct' THEN q.load_pct WHEN 'voltage_v' THEN q.voltage_v
            WHEN 'rated_kva' THEN nullif(q.rated_kva, 0) WHEN 'height_m' THEN nullif(q.height_m, 0)
            WHEN 'customers' THEN q.customers WHEN 'health_score' THEN q.health_score
            WHEN 'condition_score' THEN q.part_condition WHEN 'failure_probability_pct' THEN 100 * q.failure_probability
            -- Reckoned from the middle of a year, told in whole ones; of what was never assessed the year alone speaks.
            WHEN 'age_years' THEN CASE WHEN q.is_unassessed THEN :year - nullif(q.installed_year, 0) ELSE round(q.age_years::float8) END
            WHEN 'risk_cost' THEN q.risk_cost WHEN 'risk_customer_minutes' THEN q.risk_customer_minutes
            WHEN 'consequence_customer_minutes' THEN q.customers_interrupted * q.outage_hours * 60
            WHEN 'hot_spot_max_c' THEN q.hot_spot_max_c WHEN 'loss_of_life_pct' THEN q.loss_of_life_pct
            WHEN 'peak_load_pct' THEN q.peak_load_pct WHEN 'replacement_cost' THEN q.replacement_cost
            WHEN 'inspection_age_years' THEN q.inspection_age_years WHEN 'installed_year' THEN nullif(q.installed_year, 0)
            WHEN 'remaining_strength_pct' THEN q.remaining_strength_pct
        END)::float8 AS value
    FROM quantities AS q
    JOIN place AS f ON f.feeder_id = q.feeder_id
    WHERE :built IN ('', q.built)
)
SELECT
    avg(value) AS mean, percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS median, count(value) AS known,
    count(*) AS in_place, (SELECT max(assessed_at) FROM flux.asset_assessments WHERE utility_id = :utility_id) AS assessed_at
FROM chosen
