-- One row a transformer or pole of a place, ranked by a quantity within limits, beside the figures of the whole place; one
-- row without an asset where none is within them. NULL: not known. Of the place: in_place assets of the kind, built and state
-- asked for, of so many of them the quantity is known, so many are within the limits, so many have no supply, and so many
-- rank as the last row does; its mean, and where no row is asked for its median.
-- result: asset_kind string, asset_id int32, name string, built string, feeder_name string, value float64, also float64,
--   is_energized bool, customers int32, lon float64, lat float64, in_place int64, known int64, within int64,
--   without_supply int64, level_with_last int64, mean float64, median float64, measured_at timestamp, assessed_at timestamp
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
        q.asset_kind, q.asset_id, q.built, f.feeder_name, q.is_energized, q.updated_at, q.customers,
        -- The same list twice: by which is ranked, and a second limit.
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
        END) AS value,
        flux.known(CASE :also
            WHEN 'load_kw' THEN q.load_kw WHEN 'load_pct' THEN q.load_pct WHEN 'voltage_v' THEN q.voltage_v
            WHEN 'rated_kva' THEN nullif(q.rated_kva, 0) WHEN 'height_m' THEN nullif(q.height_m, 0)
            WHEN 'customers' THEN q.customers WHEN 'health_score' THEN q.health_score
            WHEN 'condition_score' THEN q.part_condition WHEN 'failure_probability_pct' THEN 100 * q.failure_probability
            WHEN 'age_years' THEN CASE WHEN q.is_unassessed THEN :year - nullif(q.installed_year, 0) ELSE round(q.age_years::float8) END
            WHEN 'risk_cost' THEN q.risk_cost WHEN 'risk_customer_minutes' THEN q.risk_customer_minutes
            WHEN 'consequence_customer_minutes' THEN q.customers_interrupted * q.outage_hours * 60
            WHEN 'hot_spot_max_c' THEN q.hot_spot_max_c WHEN 'loss_of_life_pct' THEN q.loss_of_life_pct
            WHEN 'peak_load_pct' THEN q.peak_load_pct WHEN 'replacement_cost' THEN q.replacement_cost
            WHEN 'inspection_age_years' THEN q.inspection_age_years WHEN 'installed_year' THEN nullif(q.installed_year, 0)
            WHEN 'remaining_strength_pct' THEN q.remaining_strength_pct
        END) AS also
    FROM quantities AS q
    JOIN place AS f ON f.feeder_id = q.feeder_id
    WHERE :built IN ('', q.built) AND :state IN ('', CASE WHEN q.is_energized THEN 'energized' ELSE 'de_energized' END)
),
kept AS (
    SELECT *
    FROM chosen
    WHERE
        (:by = '' OR (value > :above AND value < :below)) AND (:also = '' OR (also > :also_above AND also < :also_below))
),
ranked AS (
    SELECT *
    FROM kept
    ORDER BY :sign * value, asset_kind DESC, asset_id
    LIMIT :limit
),
whole AS (
    SELECT
        c.*, (SELECT count(*) FROM kept) AS within,
        (SELECT count(*) FROM kept WHERE value = (SELECT r.value FROM ranked AS r ORDER BY :sign * r.value DESC LIMIT 1)) AS level_with_last
    FROM (
        SELECT
            avg(value) AS mean, percentile_cont(0.5) WITHIN GROUP (ORDER BY CASE WHEN :limit = 0 THEN value END) AS median,
            count(*) AS in_place, count(value) AS known, count(*) FILTER (WHERE NOT is_energized) AS without_supply,
            max(updated_at) AS measured_at
        FROM chosen
    ) AS c
)
SELECT
    r.asset_kind, r.asset_id, coalesce(t.transformer_name, p.pole_name) AS name, r.built, r.feeder_name, r.value, r.also,
    r.is_energized, r.customers, coalesce(t.lon, p.lon) AS lon, coalesce(t.lat, p.lat) AS lat, w.in_place, w.known, w.within,
    w.without_supply, w.level_with_last, w.mean, w.median, w.measured_at, s.assessed_at
FROM whole AS w
LEFT JOIN ranked AS r ON true
LEFT JOIN flux.transformers AS t ON r.asset_kind = 'transformer' AND t.transformer_id = r.asset_id
LEFT JOIN flux.poles AS p ON r.asset_kind = 'pole' AND p.pole_id = r.asset_id
LEFT JOIN flux.asset_assessments AS s ON s.utility_id = :utility_id
ORDER BY :sign * r.value, r.asset_kind DESC, r.asset_id
