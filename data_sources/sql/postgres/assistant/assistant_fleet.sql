-- One row a group of the transformers and poles of a place, as they were assessed last: all of them, or those of a feeder,
-- substation, class or kind; of one class alone where that is given. NULL: not known of any. Bands of health:
-- poor below 50, fair below 70, good.
-- Ages are the whole years that an asset's page tells: their mean is the mean of what is shown.
-- result: name string, place_id int32, lon float64, lat float64, assets int64, health_score float64, known int64, poor int64,
--   fair int64, good int64, unknown int64, age_years float64, failures_expected float64, failures_expected_low float64,
--   failures_expected_high float64, risk_cost float64, risk_customer_minutes float64, replacement_cost float64, hot int64,
--   assessed_at timestamp
-- topics: asset_health, network
WITH assets AS (
    SELECT
        h.asset_class, h.asset_kind, coalesce(t.feeder_id, p.feeder_id) AS feeder_id, flux.known(h.health_score) AS health_score,
        round(flux.known(h.age_years)::float8) AS age_years, flux.known(h.failure_probability) AS failure_probability,
        flux.known(h.failure_probability_low) AS failure_probability_low,
        flux.known(h.failure_probability_high) AS failure_probability_high, flux.known(h.risk_cost) AS risk_cost,
        flux.known(h.risk_customer_minutes) AS risk_customer_minutes, flux.known(h.replacement_cost) AS replacement_cost,
        flux.known(h.hot_spot_max_c) AS hot_spot_max_c, h.assessed_at
    FROM flux.asset_health AS h
    LEFT JOIN flux.transformers AS t ON h.asset_kind = 'transformer' AND t.transformer_id = h.asset_id
    LEFT JOIN flux.poles AS p ON h.asset_kind = 'pole' AND p.pole_id = h.asset_id
    WHERE
        h.utility_id = :utility_id AND :asset_kind IN ('', h.asset_kind) AND :asset_class IN ('', h.asset_class)
),
grouped AS (
    SELECT
        CASE :group_by
            WHEN 'feeder' THEN f.feeder_name WHEN 'substation' THEN s.substation_name WHEN 'class' THEN a.asset_class
            WHEN 'kind' THEN a.asset_kind ELSE ''
        END AS name,
        CASE :group_by WHEN 'feeder' THEN f.feeder_id WHEN 'substation' THEN s.substation_id END AS place_id,
        count(*) AS assets, avg(a.health_score) AS health_score, count(a.health_score) AS known,
        count(*) FILTER (WHERE a.health_score < 50) AS poor,
        count(*) FILTER (WHERE a.health_score >= 50 AND a.health_score < 70) AS fair,
        count(*) FILTER (WHERE a.health_score >= 70) AS good, count(*) FILTER (WHERE a.health_score IS NULL) AS unknown,
        avg(a.age_years) AS age_years, sum(a.failure_probability) AS failures_expected,
        sum(a.failure_probability_low) AS failures_expected_low, sum(a.failure_probability_high) AS failures_expected_high,
        sum(a.risk_cost) AS risk_cost, sum(a.risk_customer_minutes) AS risk_customer_minutes,
        sum(a.replacement_cost) AS replacement_cost,
        CASE WHEN count(a.hot_spot_max_c) > 0 THEN count(*) FILTER (WHERE a.hot_spot_max_c > 110) END AS hot,
        max(a.assessed_at) AS assessed_at
    FROM assets AS a
    JOIN flux.feeders AS f ON f.feeder_id = a.feeder_id
    JOIN flux.substations AS s ON s.substation_id = f.substation_id
    WHERE :feeder_id IN (0, f.feeder_id) AND :substation_id IN (0, f.substation_id)
    GROUP BY 1, 2
)
SELECT
    g.name, g.place_id, coalesce(n.lon, s.lon) AS lon, coalesce(n.lat, s.lat) AS lat, g.assets, g.health_score, g.known, g.poor,
    g.fair, g.good, g.unknown, g.age_years, g.failures_expected, g.failures_expected_low, g.failures_expected_high, g.risk_cost,
    g.risk_customer_minutes, g.replacement_cost, g.hot, g.assessed_at
FROM grouped AS g
LEFT JOIN flux.feeders AS f ON :group_by = 'feeder' AND f.feeder_id = g.place_id
LEFT JOIN flux.nodes AS n ON n.node_id = f.head_node_id
LEFT JOIN flux.substations AS s ON :group_by = 'substation' AND s.substation_id = g.place_id
ORDER BY g.name
