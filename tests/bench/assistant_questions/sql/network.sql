-- What is built and what it does now: PostgreSQL. `place` is a feeder's or a substation's name, or '' for the utility.

-- name: counts
-- engine: postgres
-- One row: how many of each thing stand in a place; customers are active service points (IEEE 1366).
WITH f AS (
    SELECT f.feeder_id, f.substation_id, f.rated_kva
    FROM flux.feeders AS f JOIN flux.substations AS s USING (substation_id)
    WHERE f.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name)
)
SELECT
    (SELECT count(DISTINCT substation_id) FROM f) AS substations,
    (SELECT count(*) FROM f) AS feeders,
    (SELECT count(*) FROM flux.transformers JOIN f USING (feeder_id)) AS transformers,
    (SELECT count(*) FROM flux.transformers JOIN f USING (feeder_id) WHERE is_underground) AS padmounts,
    (SELECT sum(t.rated_kva) FROM flux.transformers AS t JOIN f USING (feeder_id)) AS transformer_kva,
    (SELECT count(*) FROM flux.poles JOIN f USING (feeder_id)) AS poles,
    (SELECT count(*) FROM flux.poles JOIN f USING (feeder_id) WHERE material = 'wood') AS wood_poles,
    (SELECT count(*) FROM flux.poles JOIN f USING (feeder_id) WHERE material = 'steel') AS steel_poles,
    (SELECT count(*) FROM flux.meters JOIN f USING (feeder_id)) AS meters,
    (SELECT count(*) FROM flux.meters JOIN f USING (feeder_id) WHERE is_active) AS customers,
    (SELECT count(*) FROM flux.meters JOIN f USING (feeder_id) WHERE is_active AND customer_class = 'commercial') AS commercial,
    (SELECT count(*) FROM flux.meters JOIN f USING (feeder_id) WHERE is_active AND customer_class = 'industrial') AS industrial,
    (SELECT count(*) FROM flux.meters JOIN f USING (feeder_id) WHERE has_solar) AS solar,
    (SELECT count(*) FROM flux.meters JOIN f USING (feeder_id) WHERE has_ev) AS ev,
    (SELECT count(*) FROM flux.devices JOIN f USING (feeder_id) WHERE kind = 'fuse') AS fuses,
    (SELECT count(*) FROM flux.devices JOIN f USING (feeder_id) WHERE kind = 'recloser') AS reclosers,
    (SELECT count(*) FROM flux.devices JOIN f USING (feeder_id) WHERE kind = 'switch') AS switches,
    (SELECT count(*) FROM flux.devices JOIN f USING (feeder_id) WHERE kind = 'tie') AS ties,
    (SELECT count(*) FROM flux.devices JOIN f USING (feeder_id) WHERE is_open) AS open_devices,
    (SELECT sum(g.length_m) / 1000 FROM flux.segments AS g JOIN f USING (feeder_id)) AS length_km,
    (SELECT 100 * sum(g.length_m) FILTER (WHERE g.is_underground) / sum(g.length_m)
     FROM flux.segments AS g JOIN f USING (feeder_id)) AS underground_pct,
    (SELECT count(*) FROM flux.customers AS c JOIN flux.meters AS m USING (meter_id) JOIN f ON f.feeder_id = m.feeder_id
     WHERE c.is_active AND c.critical_kind IS NOT NULL) AS critical,
    (SELECT count(*) FROM flux.customers AS c JOIN flux.meters AS m USING (meter_id) JOIN f ON f.feeder_id = m.feeder_id
     WHERE c.is_active AND c.critical_kind = 'life_support') AS life_support,
    (SELECT sum(x.load_kw) FROM flux.feeder_status AS x JOIN f USING (feeder_id)) AS load_kw,
    (SELECT sum(x.load_kw) / 1000 FROM flux.feeder_status AS x JOIN f USING (feeder_id)) AS load_mw,
    (SELECT 100 * sum(x.load_kw) / sum(f.rated_kva) FROM flux.feeder_status AS x JOIN f USING (feeder_id)) AS load_pct,
    (SELECT count(*) FROM flux.transformer_status JOIN f USING (feeder_id) WHERE NOT is_energized) AS dark_transformers,
    (SELECT avg(h.health_score) FROM flux.asset_health AS h
     JOIN flux.transformers AS t ON t.transformer_id = h.asset_id AND h.asset_kind = 'transformer'
     JOIN f ON f.feeder_id = t.feeder_id WHERE h.health_score <> 'NaN') AS transformer_health,
    (SELECT sum(h.risk_cost) FROM flux.asset_health AS h
     JOIN flux.transformers AS t ON t.transformer_id = h.asset_id AND h.asset_kind = 'transformer'
     JOIN f ON f.feeder_id = t.feeder_id WHERE h.risk_cost <> 'NaN') AS transformer_risk_cost;

-- name: transformer
-- engine: postgres
-- One row: what is known of one transformer, by its name.
SELECT
    t.transformer_name, f.feeder_name, s.substation_name, p.pole_name, t.rated_kva, t.phases, t.is_underground, t.secondary_v,
    t.customers_served, nullif(t.installed_year, 0) AS installed_year,
    %(year)s - nullif(t.installed_year, 0) AS age_years, x.load_kw, x.load_pct, x.voltage_v, x.is_energized, n.manufacturer,
    nullif(h.health_score, 'NaN') AS health_score, 100 * nullif(h.failure_probability, 'NaN') AS failure_pct,
    nullif(h.risk_cost, 'NaN') AS risk_cost, nullif(h.hot_spot_max_c, 'NaN') AS hot_spot_c,
    nullif(h.loss_of_life_pct, 'NaN') AS loss_of_life_pct, nullif(h.replacement_cost, 'NaN') AS replacement_cost,
    t.lon, t.lat
FROM flux.transformers AS t
JOIN flux.feeders AS f USING (feeder_id)
JOIN flux.substations AS s USING (substation_id)
LEFT JOIN flux.poles AS p ON p.pole_id = t.pole_id
LEFT JOIN flux.transformer_status AS x ON x.transformer_id = t.transformer_id
LEFT JOIN flux.asset_nameplates AS n ON n.asset_kind = 'transformer' AND n.asset_id = t.transformer_id
LEFT JOIN flux.asset_health AS h ON h.asset_kind = 'transformer' AND h.asset_id = t.transformer_id
WHERE t.utility_id = %(utility_id)s AND t.transformer_name = %(name)s;

-- name: feeder
-- engine: postgres
-- One row: what is known of one feeder, by its name.
SELECT
    f.feeder_name, s.substation_name, f.voltage_kv, f.rated_a, f.rated_kva, f.peak_load_kw, x.load_kw, x.load_kw / 1000 AS load_mw,
    x.load_pct, x.current_a, x.voltage_kv AS voltage_now_kv, x.power_factor, x.is_energized,
    f.rated_kva * (1 - x.load_pct / 100) AS headroom_kva
FROM flux.feeders AS f
JOIN flux.substations AS s USING (substation_id)
LEFT JOIN flux.feeder_status AS x USING (feeder_id)
WHERE f.utility_id = %(utility_id)s AND f.feeder_name = %(name)s;

-- name: substation
-- engine: postgres
-- One row: what is known of one substation; its load in percent of its capacity.
SELECT s.substation_name, s.voltage_kv, s.capacity_mva, s.lon, s.lat, sum(x.load_kw) / 1000 AS load_mw,
    100 * sum(x.load_kw / greatest(x.power_factor, 0.01)) / 1000 / s.capacity_mva AS load_pct
FROM flux.substations AS s
LEFT JOIN flux.feeders AS f USING (substation_id)
LEFT JOIN flux.feeder_status AS x USING (feeder_id)
WHERE s.utility_id = %(utility_id)s AND s.substation_name = %(name)s
GROUP BY s.substation_id;

-- name: pole
-- engine: postgres
-- One row: what is known of one pole.
SELECT p.pole_name, f.feeder_name, p.material, p.height_m, nullif(p.installed_year, 0) AS installed_year,
    %(year)s - nullif(p.installed_year, 0) AS age_years, nullif(h.health_score, 'NaN') AS health_score,
    100 * nullif(h.failure_probability, 'NaN') AS failure_pct, nullif(h.remaining_strength_pct, 'NaN') AS strength_pct, p.lon, p.lat
FROM flux.poles AS p
JOIN flux.feeders AS f USING (feeder_id)
LEFT JOIN flux.asset_health AS h ON h.asset_kind = 'pole' AND h.asset_id = p.pole_id
WHERE p.utility_id = %(utility_id)s AND p.pole_name = %(name)s;

-- name: meter
-- engine: postgres
-- One row: what is known of one meter and what feeds it; no word of the customer.
SELECT m.meter_name, t.transformer_name, f.feeder_name, s.substation_name, m.nominal_voltage_v, m.customer_class, m.has_solar,
    m.has_ev, m.is_active, x.is_energized, m.lon, m.lat
FROM flux.meters AS m
JOIN flux.transformers AS t USING (transformer_id)
JOIN flux.feeders AS f ON f.feeder_id = m.feeder_id
JOIN flux.substations AS s USING (substation_id)
LEFT JOIN flux.transformer_status AS x ON x.transformer_id = m.transformer_id
WHERE m.utility_id = %(utility_id)s AND m.meter_name = %(name)s;

-- name: device
-- engine: postgres
-- One row: what is known of one switching device.
SELECT d.device_name, d.kind, d.is_open, d.is_open IS DISTINCT FROM d.is_normally_open AS is_abnormal, d.rated_a, f.feeder_name,
    o.feeder_name AS other_feeder, d.lon, d.lat
FROM flux.devices AS d
JOIN flux.feeders AS f USING (feeder_id)
LEFT JOIN flux.feeders AS o ON o.feeder_id = d.other_feeder_id
WHERE d.utility_id = %(utility_id)s AND d.device_name = %(name)s;

-- name: downstream
-- engine: postgres
-- One row: transformers and active customers fed through a device, along the lines as they are built, ties not crossed.
WITH RECURSIVE dead AS (
    SELECT segment_id FROM flux.devices WHERE utility_id = %(utility_id)s AND is_normally_open
), below AS (
    SELECT g.to_node_id AS node_id
    FROM flux.devices AS d JOIN flux.segments AS g USING (segment_id)
    WHERE d.utility_id = %(utility_id)s AND d.device_name = %(name)s
    UNION
    SELECT g.to_node_id
    FROM below AS b JOIN flux.segments AS g ON g.from_node_id = b.node_id
    WHERE g.segment_id NOT IN (SELECT segment_id FROM dead)
), fed AS (
    SELECT t.transformer_id FROM flux.transformers AS t JOIN below USING (node_id)
)
SELECT (SELECT count(*) FROM fed) AS transformers,
    (SELECT count(*) FROM flux.meters JOIN fed USING (transformer_id) WHERE is_active) AS customers;

-- name: feeders_of_substation
-- engine: postgres
-- A row a feeder of a substation.
SELECT f.feeder_name FROM flux.feeders AS f JOIN flux.substations AS s USING (substation_id)
WHERE s.utility_id = %(utility_id)s AND s.substation_name = %(name)s ORDER BY 1;

-- name: meters_of_transformer
-- engine: postgres
-- A row a meter on a transformer.
SELECT m.meter_name FROM flux.meters AS m JOIN flux.transformers AS t USING (transformer_id)
WHERE t.utility_id = %(utility_id)s AND t.transformer_name = %(name)s ORDER BY 1;

-- name: ties_of_feeder
-- engine: postgres
-- A row a tie that joins a feeder to another one, from either side.
SELECT d.device_name FROM flux.devices AS d JOIN flux.feeders AS f ON f.feeder_id IN (d.feeder_id, d.other_feeder_id)
WHERE f.utility_id = %(utility_id)s AND f.feeder_name = %(name)s AND d.kind = 'tie' ORDER BY 1;

-- name: open_devices
-- engine: postgres
-- A row a device that is not in its normal position.
SELECT d.device_name, d.is_open FROM flux.devices AS d
WHERE d.utility_id = %(utility_id)s AND d.is_open <> d.is_normally_open ORDER BY 1;

-- name: transformers_ranked
-- engine: postgres
-- The n transformers of a place that come first by a quantity (and those that tie with the last one), `sign` -1 from the greatest down, 1 from the least up.
WITH v AS (
    SELECT t.transformer_name, CASE %(by)s
        WHEN 'load_pct' THEN x.load_pct WHEN 'load_kw' THEN x.load_kw WHEN 'voltage_v' THEN x.voltage_v
        WHEN 'age' THEN %(year)s - nullif(t.installed_year, 0) WHEN 'exact_age' THEN h.age_years WHEN 'rated_kva' THEN t.rated_kva
        WHEN 'customers' THEN t.customers_served WHEN 'health' THEN h.health_score WHEN 'risk' THEN h.risk_cost
        WHEN 'failure' THEN 100 * h.failure_probability WHEN 'hot_spot' THEN h.hot_spot_max_c
        WHEN 'loss_of_life' THEN h.loss_of_life_pct END AS value
    FROM flux.transformers AS t
    JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
    LEFT JOIN flux.transformer_status AS x ON x.transformer_id = t.transformer_id
    LEFT JOIN flux.asset_health AS h ON h.asset_kind = 'transformer' AND h.asset_id = t.transformer_id
    WHERE t.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name)
)
SELECT transformer_name, value FROM v WHERE value IS NOT NULL AND value <> 'NaN'
ORDER BY %(sign)s * value FETCH FIRST %(n)s ROWS WITH TIES;

-- name: transformers_between
-- engine: postgres
-- A row a transformer of a place whose quantity is above `low` and below `high`.
WITH v AS (
    SELECT t.transformer_name, CASE %(by)s
        WHEN 'load_pct' THEN x.load_pct WHEN 'load_kw' THEN x.load_kw WHEN 'voltage_v' THEN x.voltage_v
        WHEN 'age' THEN %(year)s - nullif(t.installed_year, 0) WHEN 'exact_age' THEN h.age_years WHEN 'rated_kva' THEN t.rated_kva
        WHEN 'health' THEN h.health_score WHEN 'hot_spot' THEN h.hot_spot_max_c
        WHEN 'failure' THEN 100 * h.failure_probability WHEN 'loss_of_life' THEN h.loss_of_life_pct END AS value
    FROM flux.transformers AS t
    JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
    LEFT JOIN flux.transformer_status AS x ON x.transformer_id = t.transformer_id
    LEFT JOIN flux.asset_health AS h ON h.asset_kind = 'transformer' AND h.asset_id = t.transformer_id
    WHERE t.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name)
)
SELECT transformer_name, value FROM v
WHERE value > %(low)s AND value < %(high)s AND value <> 'NaN' ORDER BY value DESC, transformer_name;

-- name: transformers_counted
-- engine: postgres
-- One row: how many of a place there are whose quantity is above `low` and below `high`.
WITH v AS (
    SELECT t.transformer_name, CASE %(by)s
        WHEN 'load_pct' THEN x.load_pct WHEN 'load_kw' THEN x.load_kw WHEN 'voltage_v' THEN x.voltage_v
        WHEN 'age' THEN %(year)s - nullif(t.installed_year, 0) WHEN 'exact_age' THEN h.age_years WHEN 'rated_kva' THEN t.rated_kva
        WHEN 'health' THEN h.health_score WHEN 'hot_spot' THEN h.hot_spot_max_c
        WHEN 'failure' THEN 100 * h.failure_probability WHEN 'loss_of_life' THEN h.loss_of_life_pct END AS value
    FROM flux.transformers AS t
    JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
    LEFT JOIN flux.transformer_status AS x ON x.transformer_id = t.transformer_id
    LEFT JOIN flux.asset_health AS h ON h.asset_kind = 'transformer' AND h.asset_id = t.transformer_id
    WHERE t.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name)
)
-- Nobody knows where the quantity is known of none.
SELECT CASE WHEN count(*) FILTER (WHERE value <> 'NaN') > 0
    THEN count(*) FILTER (WHERE value > %(low)s AND value < %(high)s AND value <> 'NaN') END AS how_many FROM v;

-- name: poles_ranked
-- engine: postgres
-- The n poles of a place that come first by a quantity, and those that tie with the last one.
WITH v AS (
    SELECT p.pole_name, CASE %(by)s
        WHEN 'age' THEN %(year)s - nullif(p.installed_year, 0) WHEN 'exact_age' THEN h.age_years WHEN 'height_m' THEN p.height_m WHEN 'health' THEN h.health_score
        WHEN 'failure' THEN 100 * h.failure_probability WHEN 'risk' THEN h.risk_cost
        WHEN 'strength' THEN h.remaining_strength_pct END AS value
    FROM flux.poles AS p
    JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
    LEFT JOIN flux.asset_health AS h ON h.asset_kind = 'pole' AND h.asset_id = p.pole_id
    WHERE p.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name)
)
SELECT pole_name, value FROM v WHERE value IS NOT NULL AND value <> 'NaN'
ORDER BY %(sign)s * value FETCH FIRST %(n)s ROWS WITH TIES;

-- name: poles_between
-- engine: postgres
-- A row a pole of a place whose quantity is above `low` and below `high`.
WITH v AS (
    SELECT p.pole_name, CASE %(by)s
        WHEN 'age' THEN %(year)s - nullif(p.installed_year, 0) WHEN 'exact_age' THEN h.age_years WHEN 'health' THEN h.health_score
        WHEN 'height_m' THEN p.height_m END AS value
    FROM flux.poles AS p
    JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
    LEFT JOIN flux.asset_health AS h ON h.asset_kind = 'pole' AND h.asset_id = p.pole_id
    WHERE p.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name)
)
SELECT pole_name, value FROM v
WHERE value > %(low)s AND value < %(high)s AND value <> 'NaN' ORDER BY value DESC, pole_name;

-- name: poles_counted
-- engine: postgres
-- One row: how many of a place there are whose quantity is above `low` and below `high`.
WITH v AS (
    SELECT p.pole_name, CASE %(by)s
        WHEN 'age' THEN %(year)s - nullif(p.installed_year, 0) WHEN 'exact_age' THEN h.age_years WHEN 'health' THEN h.health_score
        WHEN 'height_m' THEN p.height_m END AS value
    FROM flux.poles AS p
    JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
    LEFT JOIN flux.asset_health AS h ON h.asset_kind = 'pole' AND h.asset_id = p.pole_id
    WHERE p.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name)
)
-- Nobody knows where the quantity is known of none.
SELECT CASE WHEN count(*) FILTER (WHERE value <> 'NaN') > 0
    THEN count(*) FILTER (WHERE value > %(low)s AND value < %(high)s AND value <> 'NaN') END AS how_many FROM v;

-- name: feeders_ranked
-- engine: postgres
-- The n feeders that come first by a quantity, and those that tie with the last one.
WITH v AS (
    SELECT f.feeder_name, CASE %(by)s
        WHEN 'load_kw' THEN x.load_kw WHEN 'load_pct' THEN x.load_pct WHEN 'current_a' THEN x.current_a
        WHEN 'voltage_kv' THEN x.voltage_kv WHEN 'power_factor' THEN x.power_factor
        WHEN 'headroom' THEN f.rated_kva * (1 - x.load_pct / 100)
        WHEN 'customers' THEN (SELECT count(*) FROM flux.meters AS m WHERE m.feeder_id = f.feeder_id AND m.is_active)
        WHEN 'length_km' THEN (SELECT sum(g.length_m) / 1000 FROM flux.segments AS g WHERE g.feeder_id = f.feeder_id)
        WHEN 'solar' THEN (SELECT count(*) FROM flux.meters AS m WHERE m.feeder_id = f.feeder_id AND m.has_solar)
        END AS value
    FROM flux.feeders AS f JOIN flux.substations AS s USING (substation_id) LEFT JOIN flux.feeder_status AS x USING (feeder_id)
    WHERE f.utility_id = %(utility_id)s AND %(place)s IN ('', s.substation_name)
)
SELECT feeder_name, value FROM v WHERE value IS NOT NULL ORDER BY %(sign)s * value FETCH FIRST %(n)s ROWS WITH TIES;

-- name: feeders_compared
-- engine: postgres
-- A row a feeder of two, by a quantity, the greater first.
WITH v AS (
    SELECT f.feeder_name, CASE %(by)s
        WHEN 'load_kw' THEN x.load_kw WHEN 'load_pct' THEN x.load_pct
        WHEN 'customers' THEN (SELECT count(*) FROM flux.meters AS m WHERE m.feeder_id = f.feeder_id AND m.is_active)
        WHEN 'length_km' THEN (SELECT sum(g.length_m) / 1000 FROM flux.segments AS g WHERE g.feeder_id = f.feeder_id)
        END AS value
    FROM flux.feeders AS f LEFT JOIN flux.feeder_status AS x USING (feeder_id)
    WHERE f.utility_id = %(utility_id)s AND f.feeder_name IN (%(one)s, %(other)s)
)
SELECT feeder_name, value FROM v ORDER BY value DESC;

-- name: substations_ranked
-- engine: postgres
-- The n substations that come first by load, capacity or customers, and those that tie with the last one.
WITH v AS (
    SELECT s.substation_name, CASE %(by)s WHEN 'load_mw' THEN sum(x.load_kw) / 1000 WHEN 'capacity_mva' THEN max(s.capacity_mva)
        WHEN 'customers' THEN sum((SELECT count(*) FROM flux.meters AS m WHERE m.feeder_id = f.feeder_id AND m.is_active)) END AS value
    FROM flux.substations AS s JOIN flux.feeders AS f USING (substation_id) LEFT JOIN flux.feeder_status AS x USING (feeder_id)
    WHERE s.utility_id = %(utility_id)s
    GROUP BY s.substation_id
)
SELECT substation_name, value FROM v ORDER BY %(sign)s * value FETCH FIRST %(n)s ROWS WITH TIES;

-- name: transformers_near
-- engine: postgres
-- The transformers within so many metres of a named pole, transformer or substation (not itself), the nearest first: great circle.
WITH here AS (
    SELECT lon, lat FROM flux.poles WHERE utility_id = %(utility_id)s AND pole_name = %(name)s
    UNION ALL SELECT lon, lat FROM flux.transformers WHERE utility_id = %(utility_id)s AND transformer_name = %(name)s
    UNION ALL SELECT lon, lat FROM flux.substations WHERE utility_id = %(utility_id)s AND substation_name = %(name)s
), v AS (
    SELECT t.transformer_name, 2 * 6371008.8 * asin(least(1, sqrt(
        sin(radians(t.lat - h.lat) / 2) ^ 2
        + cos(radians(t.lat)) * cos(radians(h.lat)) * sin(radians(t.lon - h.lon) / 2) ^ 2))) AS metres
    FROM flux.transformers AS t, here AS h
    WHERE t.utility_id = %(utility_id)s AND t.transformer_name <> %(name)s
)
SELECT transformer_name, metres FROM v WHERE metres <= %(radius_m)s ORDER BY metres, 1 LIMIT %(n)s;

-- name: transformers_near_counted
-- engine: postgres
-- One row: how many transformers stand within so many metres of a named pole, transformer or substation (not itself): great circle.
WITH here AS (
    SELECT lon, lat FROM flux.poles WHERE utility_id = %(utility_id)s AND pole_name = %(name)s
    UNION ALL SELECT lon, lat FROM flux.transformers WHERE utility_id = %(utility_id)s AND transformer_name = %(name)s
    UNION ALL SELECT lon, lat FROM flux.substations WHERE utility_id = %(utility_id)s AND substation_name = %(name)s
), v AS (
    SELECT t.transformer_name, 2 * 6371008.8 * asin(least(1, sqrt(
        sin(radians(t.lat - h.lat) / 2) ^ 2
        + cos(radians(t.lat)) * cos(radians(h.lat)) * sin(radians(t.lon - h.lon) / 2) ^ 2))) AS metres
    FROM flux.transformers AS t, here AS h
    WHERE t.utility_id = %(utility_id)s AND t.transformer_name <> %(name)s
)
SELECT count(*) AS how_many FROM v WHERE metres <= %(radius_m)s;

-- name: crews_near
-- engine: postgres
-- The crews by their distance from a named transformer, pole or substation, the nearest first.
WITH here AS (
    SELECT lon, lat FROM flux.poles WHERE utility_id = %(utility_id)s AND pole_name = %(name)s
    UNION ALL SELECT lon, lat FROM flux.transformers WHERE utility_id = %(utility_id)s AND transformer_name = %(name)s
    UNION ALL SELECT lon, lat FROM flux.substations WHERE utility_id = %(utility_id)s AND substation_name = %(name)s
)
SELECT c.crew_name, 2 * 6371008.8 * asin(least(1, sqrt(
    sin(radians(c.lat - h.lat) / 2) ^ 2
    + cos(radians(c.lat)) * cos(radians(h.lat)) * sin(radians(c.lon - h.lon) / 2) ^ 2))) AS metres
FROM flux.crews AS c, here AS h WHERE c.utility_id = %(utility_id)s AND c.status <> 'off_shift' ORDER BY metres, 1 LIMIT %(n)s;

-- name: weather_now
-- engine: postgres
-- One row: the weather of the last hour that began.
SELECT temperature_c, humidity_pct, wind_mps FROM flux.weather
WHERE utility_id = %(utility_id)s AND observed_at <= %(now)s ORDER BY observed_at DESC LIMIT 1;

-- name: system_load
-- engine: postgres
-- One row: least, mean and greatest load of the utility among the samples of a period, and when it was greatest.
SELECT max(load_kw) / 1000 AS peak_mw, min(load_kw) / 1000 AS least_mw, avg(load_kw) / 1000 AS mean_mw,
    max(customers_out) AS most_out, (array_agg(sampled_at ORDER BY load_kw DESC))[1] AS peak_at
FROM flux.system_history
WHERE utility_id = %(utility_id)s AND sampled_at >= %(from_at)s AND sampled_at < %(to_at)s;

-- name: transformers_like
-- engine: postgres
-- One row: how many transformers of a place are of a rating (0: any), of so many phases (0: any) and of a maker ('': any).
SELECT count(*) AS how_many
FROM flux.transformers AS t JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
LEFT JOIN flux.asset_nameplates AS n ON n.asset_kind = 'transformer' AND n.asset_id = t.transformer_id
WHERE t.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name)
    AND (%(kva)s = 0 OR abs(t.rated_kva - %(kva)s) < 0.01) AND (%(phases)s = 0 OR length(t.phases) = %(phases)s)
    AND %(maker)s IN ('', n.manufacturer);

-- name: installed_before
-- engine: postgres
-- One row: how many transformers and poles of a place were installed before a year.
SELECT (SELECT count(*) FROM flux.transformers AS t JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
        WHERE t.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name)
            AND nullif(t.installed_year, 0) < %(before)s) AS transformers,
    (SELECT count(*) FROM flux.poles AS p JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
        WHERE p.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name)
            AND nullif(p.installed_year, 0) < %(before)s) AS poles;

-- name: mean_ages
-- engine: postgres
-- One row: mean age of a place's transformers and poles in years: by the year of installation, and to the day as it was assessed.
SELECT (SELECT avg(%(year)s - nullif(t.installed_year, 0)) FROM flux.transformers AS t JOIN flux.feeders AS f USING (feeder_id)
        JOIN flux.substations AS s USING (substation_id)
        WHERE t.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name))::float8 AS transformers,
    (SELECT avg(%(year)s - nullif(p.installed_year, 0)) FROM flux.poles AS p JOIN flux.feeders AS f USING (feeder_id)
        JOIN flux.substations AS s USING (substation_id)
        WHERE p.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name))::float8 AS poles,
    (SELECT avg(nullif(h.age_years, 'NaN')) FROM flux.poles AS p JOIN flux.feeders AS f USING (feeder_id)
        JOIN flux.substations AS s USING (substation_id)
        JOIN flux.asset_health AS h ON h.asset_kind = 'pole' AND h.asset_id = p.pole_id
        WHERE p.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name))::float8 AS poles_exact;

-- name: critical_customers
-- engine: postgres
-- One row: active customers of a place whose loss of supply endangers people, by what they are.
SELECT count(*) FILTER (WHERE c.critical_kind = 'hospital') AS hospitals,
    count(*) FILTER (WHERE c.critical_kind = 'fire_station') AS fire_stations,
    count(*) FILTER (WHERE c.critical_kind = 'school_shelter') AS shelters,
    count(*) FILTER (WHERE c.critical_kind = 'water') AS water_works,
    count(*) FILTER (WHERE c.critical_kind = 'life_support') AS life_support
FROM flux.customers AS c JOIN flux.meters AS m USING (meter_id) JOIN flux.feeders AS f USING (feeder_id)
JOIN flux.substations AS s USING (substation_id)
WHERE c.utility_id = %(utility_id)s AND c.is_active AND c.critical_kind IS NOT NULL
    AND %(place)s IN ('', f.feeder_name, s.substation_name);

-- name: meters_inactive
-- engine: postgres
-- One row: meters of a place without an active account.
SELECT count(*) AS how_many
FROM flux.meters AS m JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE m.utility_id = %(utility_id)s AND NOT m.is_active AND %(place)s IN ('', f.feeder_name, s.substation_name);

-- name: tied_feeders
-- engine: postgres
-- A row a feeder that a tie joins to a named one, from either side.
SELECT DISTINCT o.feeder_name
FROM flux.devices AS d JOIN flux.feeders AS f ON f.feeder_id IN (d.feeder_id, d.other_feeder_id)
JOIN flux.feeders AS o ON o.feeder_id IN (d.feeder_id, d.other_feeder_id) AND o.feeder_id <> f.feeder_id
WHERE f.utility_id = %(utility_id)s AND f.feeder_name = %(name)s AND d.kind = 'tie' ORDER BY 1;

-- name: poles_by_material
-- engine: postgres
-- A row a material of a place's poles, the most frequent first.
SELECT p.material, count(*) AS poles
FROM flux.poles AS p JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE p.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name) GROUP BY 1 ORDER BY 2 DESC, 1;

-- name: distance
-- engine: postgres
-- One row: how far two named things (transformer, pole, substation, crew) are from each other: great circle.
WITH things AS (
    SELECT pole_name AS name, lon, lat FROM flux.poles WHERE utility_id = %(utility_id)s
    UNION ALL SELECT transformer_name, lon, lat FROM flux.transformers WHERE utility_id = %(utility_id)s
    UNION ALL SELECT substation_name, lon, lat FROM flux.substations WHERE utility_id = %(utility_id)s
    UNION ALL SELECT crew_name, lon, lat FROM flux.crews WHERE utility_id = %(utility_id)s
)
SELECT 2 * 6371008.8 * asin(least(1, sqrt(
    sin(radians(b.lat - a.lat) / 2) ^ 2
    + cos(radians(b.lat)) * cos(radians(a.lat)) * sin(radians(b.lon - a.lon) / 2) ^ 2))) AS metres
FROM things AS a, things AS b WHERE a.name = %(one)s AND b.name = %(other)s;

-- name: is_transformer_above
-- engine: postgres
-- One row: whether a transformer's load is above a share of its rating now.
SELECT x.load_pct > %(pct)s AS is_above FROM flux.transformers AS t JOIN flux.transformer_status AS x USING (transformer_id)
WHERE t.utility_id = %(utility_id)s AND t.transformer_name = %(name)s;

-- name: temperature_forecast
-- engine: postgres
-- One row: the newest temperature forecast that was issued by now, over a local day so many days ahead.
SELECT max(temperature_c) AS max_c, min(temperature_c) AS min_c, avg(temperature_c) AS mean_c
FROM flux.weather_forecasts AS w JOIN flux.utilities AS u USING (utility_id)
WHERE w.utility_id = %(utility_id)s
    AND w.issued_at = (SELECT max(issued_at) FROM flux.weather_forecasts WHERE utility_id = %(utility_id)s AND issued_at <= %(now)s)
    AND (w.forecast_at AT TIME ZONE u.time_zone)::date = %(today)s::date + %(ahead)s;
