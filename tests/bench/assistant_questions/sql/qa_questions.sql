-- Statements of the questions in new_held_back.jsonl (h701 on) that the other files lack.

-- name: qa_meters_like
-- engine: postgres
-- One row: active meters of a place, by phase, by nominal voltage, and homes with both a solar roof and an electric car.
SELECT count(*) FILTER (WHERE m.phases = %(phase)s) AS on_phase, count(*) FILTER (WHERE m.nominal_voltage_v = 208) AS at_208_v,
    count(*) FILTER (WHERE m.has_solar AND m.has_ev) AS solar_and_ev, count(*) FILTER (WHERE m.customer_class = 'residential') AS residential,
    100.0 * count(*) FILTER (WHERE m.customer_class = 'commercial') / count(*) AS commercial_pct, 100.0 * count(*) FILTER (WHERE m.has_ev) / count(*) AS ev_pct
FROM flux.meters AS m JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE m.utility_id = %(utility_id)s AND m.is_active AND %(place)s IN ('', f.feeder_name, s.substation_name);

-- name: qa_lines
-- engine: postgres
-- One row: spans of a place with a conductor ('': any).
SELECT count(*) AS spans, sum(g.length_m) / 1000 AS km, max(g.length_m) AS longest_m, avg(g.length_m) AS mean_m,
    sum(g.length_m) FILTER (WHERE g.is_underground) / 1000 AS underground_km, sum(g.length_m) FILTER (WHERE NOT g.is_underground) / 1000 AS overhead_km,
    (array_agg(g.segment_name ORDER BY g.length_m DESC))[1] AS longest
FROM flux.segments AS g JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE g.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name) AND %(conductor)s IN ('', g.conductor);

-- name: qa_conductors
-- engine: postgres
-- A row a conductor of a place's lines by its length in km, the greatest first.
SELECT g.conductor, sum(g.length_m) / 1000 AS length_km
FROM flux.segments AS g JOIN flux.feeders AS f USING (feeder_id)
WHERE g.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name) GROUP BY 1 ORDER BY 2 DESC;

-- name: qa_nameplate
-- engine: postgres
-- One row: the nameplate of a transformer.
SELECT n.manufacturer, n.model, n.serial_number, n.manufactured_year, n.cooling
FROM flux.asset_nameplates AS n JOIN flux.transformers AS t ON n.asset_kind = 'transformer' AND n.asset_id = t.transformer_id
WHERE t.utility_id = %(utility_id)s AND t.transformer_name = %(name)s;

-- name: qa_makers
-- engine: postgres
-- A row a maker of the transformers of a place, the most frequent first; those without a nameplate are in none.
SELECT n.manufacturer, count(*) AS transformers
FROM flux.asset_nameplates AS n JOIN flux.transformers AS t ON n.asset_kind = 'transformer' AND n.asset_id = t.transformer_id
JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE t.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name) GROUP BY 1 ORDER BY 2 DESC, 1;

-- name: qa_feeders_by
-- engine: postgres
-- The n feeders that come first by how much stands on them, and those that tie with the last one.
WITH v AS (
    SELECT f.feeder_name, CASE %(by)s
        WHEN 'ev' THEN (SELECT count(*) FROM flux.meters AS m WHERE m.feeder_id = f.feeder_id AND m.has_ev)
        WHEN 'fuses' THEN (SELECT count(*) FROM flux.devices AS d WHERE d.feeder_id = f.feeder_id AND d.kind = 'fuse')
        WHEN 'poles' THEN (SELECT count(*) FROM flux.poles AS p WHERE p.feeder_id = f.feeder_id)
        WHEN 'transformers' THEN (SELECT count(*) FROM flux.transformers AS t WHERE t.feeder_id = f.feeder_id)
        WHEN 'padmounts' THEN (SELECT count(*) FROM flux.transformers AS t WHERE t.feeder_id = f.feeder_id AND t.is_underground)
        WHEN 'transformer_kva' THEN (SELECT sum(t.rated_kva) FROM flux.transformers AS t WHERE t.feeder_id = f.feeder_id)
        WHEN 'underground_pct' THEN (SELECT 100 * sum(g.length_m) FILTER (WHERE g.is_underground) / sum(g.length_m)
            FROM flux.segments AS g WHERE g.feeder_id = f.feeder_id)
        WHEN 'life_support' THEN (SELECT count(*) FROM flux.customers AS c JOIN flux.meters AS m USING (meter_id)
            WHERE m.feeder_id = f.feeder_id AND c.is_active AND c.critical_kind = 'life_support')
        WHEN 'health' THEN (SELECT avg(h.health_score) FROM flux.asset_health AS h JOIN flux.transformers AS t
            ON h.asset_kind = 'transformer' AND t.transformer_id = h.asset_id WHERE t.feeder_id = f.feeder_id AND h.health_score <> 'NaN')
        WHEN 'risk_cost' THEN (SELECT sum(h.risk_cost) FROM flux.asset_health AS h JOIN flux.transformers AS t
            ON h.asset_kind = 'transformer' AND t.transformer_id = h.asset_id WHERE t.feeder_id = f.feeder_id AND h.risk_cost <> 'NaN')
        WHEN 'veg_high' THEN (SELECT count(*) FROM flux.vegetation_risk AS v JOIN flux.segments AS g USING (segment_id)
            WHERE g.feeder_id = f.feeder_id AND v.level IN ('critical', 'high'))
        WHEN 'orders' THEN (SELECT count(*) FROM flux.work_orders AS o WHERE o.feeder_id = f.feeder_id AND o.status NOT IN ('completed', 'cancelled'))
        END::float8 AS value
    FROM flux.feeders AS f JOIN flux.substations AS s USING (substation_id)
    WHERE f.utility_id = %(utility_id)s AND %(place)s IN ('', s.substation_name)
)
SELECT feeder_name, value FROM v WHERE value IS NOT NULL ORDER BY %(sign)s * value FETCH FIRST %(n)s ROWS WITH TIES;

-- name: qa_device_counts
-- engine: postgres
-- A row a kind of switching device of a place, the most frequent first.
SELECT d.kind, count(*) AS devices FROM flux.devices AS d JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE d.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name) GROUP BY 1 ORDER BY 2 DESC, 1;

-- name: qa_customers_per_transformer
-- engine: postgres
-- One row: active customers of a place for each of its transformers, and installed kVA for each customer.
SELECT (SELECT count(*) FROM flux.meters AS m JOIN flux.feeders AS f USING (feeder_id) WHERE m.utility_id = %(utility_id)s AND m.is_active AND %(place)s IN ('', f.feeder_name))::float8
    / count(*) AS customers, avg(t.rated_kva) AS mean_kva
FROM flux.transformers AS t JOIN flux.feeders AS f USING (feeder_id) WHERE t.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name);

-- name: qa_outage
-- engine: postgres
-- One row: one outage by its number.
SELECT o.outage_id, o.cause, f.feeder_name, d.device_name, c.crew_name, o.started_at, o.restored_at, o.estimated_restoration_at, o.customers_interrupted,
    extract(epoch FROM o.restored_at - o.started_at) / 60 AS minutes, o.restored_at > o.estimated_restoration_at AS is_late
FROM flux.outages AS o JOIN flux.feeders AS f USING (feeder_id) LEFT JOIN flux.devices AS d ON d.device_id = o.device_id
LEFT JOIN flux.crews AS c ON c.crew_id = o.crew_id
WHERE o.utility_id = %(utility_id)s AND o.outage_id = %(id)s;

-- name: qa_outages
-- engine: postgres
-- One row: outages that began in a period in a place, in the lights that the other statements lack. `longer_than` as in outages_of_period.
SELECT count(*) FILTER (WHERE o.restored_at - o.started_at <= interval '5 minutes') AS momentary,
    count(*) FILTER (WHERE o.restored_at - o.started_at > interval '5 minutes') AS sustained,
    count(*) FILTER (WHERE o.restored_at > o.estimated_restoration_at) AS late,
    100.0 * count(*) FILTER (WHERE o.restored_at > o.estimated_restoration_at) / nullif(count(*) FILTER (WHERE o.restored_at IS NOT NULL AND o.estimated_restoration_at IS NOT NULL), 0) AS late_pct,
    100.0 * count(*) FILTER (WHERE o.cause = %(cause)s) / nullif(count(*), 0) AS cause_pct,
    avg(extract(epoch FROM o.restored_at - o.started_at) / 60) FILTER (WHERE o.cause = %(cause)s) AS cause_minutes,
    coalesce(sum(o.customers_interrupted) FILTER (WHERE o.cause = %(cause)s), 0) AS cause_customers,
    count(*) FILTER (WHERE d.kind = 'breaker') AS at_breaker, count(*) FILTER (WHERE d.kind = 'fuse') AS at_fuse,
    count(*) FILTER (WHERE o.restored_at - o.started_at > interval '8 hours') AS over_8_h,
    (array_agg(f.feeder_name ORDER BY o.restored_at - o.started_at DESC NULLS LAST))[1] AS longest_feeder,
    (array_agg(o.cause ORDER BY o.restored_at - o.started_at DESC NULLS LAST))[1] AS longest_cause
FROM flux.outages AS o JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
LEFT JOIN flux.devices AS d ON d.device_id = o.device_id
WHERE o.utility_id = %(utility_id)s AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
    AND coalesce(o.restored_at, %(now)s) - o.started_at > make_interval(mins => %(longer_than)s)
    AND o.started_at >= %(from_at)s AND o.started_at < %(to_at)s AND %(place)s IN ('', f.feeder_name, s.substation_name);

-- name: qa_busiest_days
-- engine: postgres
-- The n local days of a period on which the most outages began.
SELECT (o.started_at AT TIME ZONE u.time_zone)::date AS day, count(*) AS outages
FROM flux.outages AS o JOIN flux.utilities AS u USING (utility_id)
WHERE o.utility_id = %(utility_id)s AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
    AND coalesce(o.restored_at, %(now)s) - o.started_at > make_interval(mins => %(longer_than)s)
    AND o.started_at >= %(from_at)s AND o.started_at < %(to_at)s GROUP BY 1 ORDER BY 2 DESC FETCH FIRST %(n)s ROWS WITH TIES;

-- name: qa_causes_by_minutes
-- engine: postgres
-- A row a cause of the outages that began in a period, by their mean time to restoration in minutes, the longest first.
SELECT o.cause, avg(extract(epoch FROM o.restored_at - o.started_at) / 60)::float8 AS mean_minutes FROM flux.outages AS o
WHERE o.utility_id = %(utility_id)s AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned') AND o.restored_at IS NOT NULL
    AND coalesce(o.restored_at, %(now)s) - o.started_at > make_interval(mins => %(longer_than)s)
    AND o.started_at >= %(from_at)s AND o.started_at < %(to_at)s GROUP BY 1 ORDER BY 2 DESC;

-- name: qa_transformers_by_interruptions
-- engine: postgres
-- The n transformers of a place that were without supply most often in a period (each step counts), and those that tie with the last one.
SELECT t.transformer_name, count(DISTINCT o.outage_id) AS outages
FROM flux.outages AS o JOIN flux.interruptions AS i USING (outage_id) JOIN flux.transformers AS t ON t.transformer_id = ANY(i.transformer_ids)
JOIN flux.feeders AS f ON f.feeder_id = t.feeder_id
WHERE o.utility_id = %(utility_id)s AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
    AND i.out_at >= %(from_at)s AND i.out_at < %(to_at)s AND %(place)s IN ('', f.feeder_name)
GROUP BY 1 ORDER BY 2 DESC FETCH FIRST %(n)s ROWS WITH TIES;

-- name: qa_devices_by_outages
-- engine: postgres
-- The n devices of a place behind which the most outages began in a period, and those that tie with the last one.
SELECT d.device_name, count(*) AS outages FROM flux.outages AS o JOIN flux.devices AS d USING (device_id) JOIN flux.feeders AS f ON f.feeder_id = d.feeder_id
WHERE o.utility_id = %(utility_id)s AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
    AND coalesce(o.restored_at, %(now)s) - o.started_at > make_interval(mins => %(longer_than)s)
    AND o.started_at >= %(from_at)s AND o.started_at < %(to_at)s AND %(place)s IN ('', f.feeder_name) GROUP BY 1 ORDER BY 2 DESC FETCH FIRST %(n)s ROWS WITH TIES;

-- name: qa_crews_by_outages
-- engine: postgres
-- The n crews, and those that tie with the last one, by the outages of a period that it was sent to, the most first.
SELECT c.crew_name, count(*) AS outages FROM flux.outages AS o JOIN flux.crews AS c USING (crew_id)
WHERE o.utility_id = %(utility_id)s AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
    AND o.started_at >= %(from_at)s AND o.started_at < %(to_at)s GROUP BY 1 ORDER BY 2 DESC FETCH FIRST %(n)s ROWS WITH TIES;

-- name: qa_weather_hours
-- engine: postgres
-- One row: hours of a period that were warmer or windier than limits, its mean humidity, and the moment of its greatest heat.
SELECT count(*) FILTER (WHERE temperature_c > %(above_c)s) AS warm_hours, count(*) FILTER (WHERE wind_mps > %(above_mps)s) AS windy_hours,
    avg(humidity_pct)::float8 AS humidity_pct, (array_agg(observed_at ORDER BY temperature_c DESC))[1] AS hottest_at,
    (array_agg(observed_at ORDER BY wind_mps DESC))[1] AS windiest_at
FROM flux.weather WHERE utility_id = %(utility_id)s AND observed_at >= %(from_at)s AND observed_at < %(to_at)s;

-- name: qa_per_customer
-- engine: duckdb
-- One row: what the meters of a class ('': any) of a place registered on the average: kWh for each meter that has readings.
SELECT sum(r.energy_delivered_kwh) / count(DISTINCT r.meter_id) AS kwh
FROM readings AS r JOIN meters AS m USING (meter_id) JOIN feeders AS f ON f.feeder_id = m.feeder_id JOIN substations AS s USING (substation_id)
WHERE m.utility_id = $utility_id AND $class IN ('', m.customer_class) AND $place IN ('', f.feeder_name, s.substation_name)
    AND r.reading_day >= $from_day AND r.reading_day < $to_day AND r.quality <> 'missing';

-- name: qa_class_share
-- engine: duckdb
-- One row: the share of the energy of a place's meters that a class of customers took.
SELECT 100 * sum(r.energy_delivered_kwh) FILTER (m.customer_class = $class) / sum(r.energy_delivered_kwh) AS pct
FROM readings AS r JOIN meters AS m USING (meter_id) JOIN feeders AS f ON f.feeder_id = m.feeder_id JOIN substations AS s USING (substation_id)
WHERE m.utility_id = $utility_id AND $place IN ('', f.feeder_name, s.substation_name) AND r.reading_day >= $from_day AND r.reading_day < $to_day;

-- name: qa_days_by_peak
-- engine: duckdb
-- A row a day of a period by the greatest interval of a place's feeder heads together, in MW, the greatest first.
WITH i AS (
    SELECT h.reading_day, h.interval_start_at, sum(h.energy_delivered_kwh * 60 / h.interval_minutes) / 1000 AS mw
    FROM feeder_head_readings AS h JOIN feeders AS f USING (feeder_id) JOIN substations AS s USING (substation_id)
    WHERE f.utility_id = $utility_id AND $place IN ('', f.feeder_name, s.substation_name)
        AND h.reading_day >= $from_day AND h.reading_day < $to_day GROUP BY 1, 2
)
SELECT reading_day AS day, max(mw) AS peak_mw FROM i GROUP BY 1 ORDER BY 2 DESC LIMIT $n;

-- name: qa_feeders_by_peak
-- engine: duckdb
-- The n feeders with the greatest interval of a period at their head, in kW.
SELECT f.feeder_name, max(h.energy_delivered_kwh * 60 / h.interval_minutes) AS peak_kw
FROM feeder_head_readings AS h JOIN feeders AS f USING (feeder_id)
WHERE f.utility_id = $utility_id AND h.reading_day >= $from_day AND h.reading_day < $to_day GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $n;

-- name: qa_failed
-- engine: postgres
-- One row: transformers or poles that failed in a period: their mean age, and how many by a mode and a maker.
SELECT count(*) AS failures, avg(extract(year FROM a.failed_at) - nullif(a.installed_year, 0))::float8 AS mean_age,
    count(*) FILTER (WHERE a.mode = %(mode)s) AS of_mode, count(*) FILTER (WHERE a.is_underground) AS underground
FROM flux.asset_failures AS a WHERE a.utility_id = %(utility_id)s AND a.asset_kind = %(asset_kind)s AND a.failed_at >= %(from_at)s AND a.failed_at < %(to_at)s;

-- name: qa_inspection_results
-- engine: postgres
-- A row a result of the inspections of a period of a kind of asset, the most frequent first.
SELECT result, count(*) AS inspections FROM flux.inspections
WHERE utility_id = %(utility_id)s AND asset_kind = %(asset_kind)s AND inspected_on >= %(from_day)s AND inspected_on < %(to_day)s GROUP BY 1 ORDER BY 2 DESC, 1;

-- name: qa_health_means
-- engine: postgres
-- One row: mean health of a place's poles (of a material, '': any) and what replacing its poor transformers costs.
SELECT (SELECT avg(h.health_score)::float8 FROM flux.asset_health AS h JOIN flux.poles AS p ON h.asset_kind = 'pole' AND h.asset_id = p.pole_id
        JOIN flux.feeders AS f USING (feeder_id) WHERE p.utility_id = %(utility_id)s AND h.health_score <> 'NaN' AND %(place)s IN ('', f.feeder_name) AND %(material)s IN ('', p.material)) AS poles,
    (SELECT sum(h.replacement_cost)::float8 FROM flux.asset_health AS h JOIN flux.transformers AS t ON h.asset_kind = 'transformer' AND h.asset_id = t.transformer_id
        JOIN flux.feeders AS f USING (feeder_id) WHERE t.utility_id = %(utility_id)s AND h.replacement_cost <> 'NaN' AND %(place)s IN ('', f.feeder_name)) AS replacement_cost;

-- name: qa_trees
-- engine: postgres
-- One row: what grows beside the spans of a place.
SELECT max(w.tree_height_m) AS tallest_m, max(w.growth_m_per_year) AS fastest_m, avg(w.growth_m_per_year)::float8 AS mean_growth_m,
    count(*) FILTER (WHERE v.trim_in_years <= %(years)s AND v.trim_in_years <> 'NaN') AS due,
    (array_agg(g.segment_name ORDER BY v.clearance_m))[1] AS closest, min(v.clearance_m) AS least_clearance_m,
    (array_agg(g.segment_name ORDER BY w.growth_m_per_year DESC))[1] AS fastest, sum(g.length_m) FILTER (WHERE v.level IN ('critical', 'high')) / 1000 AS high_km,
    count(*) AS spans, max(w.surveyed_on) AS last_survey
FROM flux.vegetation AS w JOIN flux.vegetation_risk AS v USING (segment_id) JOIN flux.segments AS g USING (segment_id)
JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE w.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name);

-- name: qa_order
-- engine: postgres
-- One row: one work order by its number.
SELECT o.work_order_id, o.status, o.work_type, o.asset_name, c.crew_name, o.due_on, o.planned_start_at, o.completed_at, o.labour_hours, o.found_code
FROM flux.work_orders AS o LEFT JOIN flux.crews AS c USING (crew_id) WHERE o.utility_id = %(utility_id)s AND o.work_order_id = %(id)s;

-- name: qa_orders_done
-- engine: postgres
-- One row: work orders of a kind ('': any) that were completed in a period: by a crew ('': any), hours, what was found, and how many came after their day.
SELECT count(*) AS orders, coalesce(sum(o.labour_hours), 0) AS labour_hours, count(*) FILTER (WHERE o.found_code = %(found)s) AS found, avg(o.labour_hours)::float8 AS mean_hours,
    count(*) FILTER (WHERE (o.completed_at AT TIME ZONE u.time_zone)::date > o.due_on) AS late
FROM flux.work_orders AS o JOIN flux.utilities AS u USING (utility_id) LEFT JOIN flux.crews AS c USING (crew_id)
WHERE o.utility_id = %(utility_id)s AND %(work_type)s IN ('', o.work_type) AND %(crew)s IN ('', c.crew_name)
    AND o.completed_at >= %(from_at)s AND o.completed_at < %(to_at)s;

-- name: qa_crews_by_orders
-- engine: postgres
-- The n crews, and those that tie with the last one, by the work orders that it completed in a period, the most first.
SELECT c.crew_name, count(*) AS orders FROM flux.work_orders AS o JOIN flux.crews AS c USING (crew_id)
WHERE o.utility_id = %(utility_id)s AND o.completed_at >= %(from_at)s AND o.completed_at < %(to_at)s GROUP BY 1 ORDER BY 2 DESC FETCH FIRST %(n)s ROWS WITH TIES;

-- name: qa_crews_by_open_orders
-- engine: postgres
-- The n crews, and those that tie with the last one, by the open work orders that it has, the most first.
SELECT c.crew_name, count(*) AS orders FROM flux.work_orders AS o JOIN flux.crews AS c USING (crew_id)
WHERE o.utility_id = %(utility_id)s AND o.status NOT IN ('completed', 'cancelled') GROUP BY 1 ORDER BY 2 DESC FETCH FIRST %(n)s ROWS WITH TIES;

-- name: qa_order_states
-- engine: postgres
-- A row a state of the open work orders, the most frequent first.
SELECT status, count(*) AS orders FROM flux.work_orders
WHERE utility_id = %(utility_id)s AND status NOT IN ('completed', 'cancelled') GROUP BY 1 ORDER BY 2 DESC, 1;

-- name: qa_log
-- engine: postgres
-- One row: people who are on shift, and notes that name an outage or not, of a period.
SELECT (SELECT count(*) FROM flux.shifts WHERE utility_id = %(utility_id)s AND ended_at IS NULL) AS on_shift,
    (SELECT count(*) > 0 FROM flux.shift_log WHERE utility_id = %(utility_id)s AND written_at >= %(from_at)s AND written_at < %(to_at)s) AS is_any_note,
    (SELECT count(*) > 0 FROM flux.storms WHERE utility_id = %(utility_id)s AND ended_at IS NULL) AS is_storm,
    (SELECT count(*) > 0 FROM flux.alarms WHERE utility_id = %(utility_id)s AND closed_at IS NULL AND priority = 'critical') AS is_any_critical;

-- name: qa_crew_can
-- engine: postgres
-- One row: whether a crew has a skill, and how many people are in crews with it.
SELECT bool_or(%(skill)s = ANY(skills)) FILTER (WHERE crew_name = %(name)s) AS can, coalesce(sum(members) FILTER (WHERE %(skill)s = ANY(skills)), 0) AS people
FROM flux.crews WHERE utility_id = %(utility_id)s;

-- name: qa_is_more_loaded
-- engine: postgres
-- One row: whether a feeder carries more kW than another one now.
SELECT (SELECT load_kw FROM flux.feeder_status AS x JOIN flux.feeders AS f USING (feeder_id) WHERE f.utility_id = %(utility_id)s AND f.feeder_name = %(one)s)
    > (SELECT load_kw FROM flux.feeder_status AS x JOIN flux.feeders AS f USING (feeder_id) WHERE f.utility_id = %(utility_id)s AND f.feeder_name = %(other)s) AS is_more;

-- name: qa_poles_of
-- engine: postgres
-- One row: how many poles of a place are of a material.
SELECT count(*) AS how_many FROM flux.poles AS p JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE p.utility_id = %(utility_id)s AND p.material = %(material)s AND %(place)s IN ('', f.feeder_name, s.substation_name);

-- name: qa_failed_since_october
-- engine: postgres
-- A row a transformer that failed since the last first of October, by the utility's calendar, the newest first.
SELECT t.transformer_name FROM flux.asset_failures AS a JOIN flux.transformers AS t ON a.asset_kind = 'transformer' AND t.transformer_id = a.asset_id
JOIN flux.utilities AS u ON u.utility_id = a.utility_id
WHERE a.utility_id = %(utility_id)s AND a.failed_at <= %(now)s
    AND (a.failed_at AT TIME ZONE u.time_zone)::date >= make_date(CASE WHEN extract(month FROM %(today)s::date) < 10 THEN %(year)s - 1 ELSE %(year)s END, 10, 1)
ORDER BY a.failed_at DESC;

-- name: qa_top_maker
-- engine: postgres
-- The maker of the most transformers of a place.
SELECT n.manufacturer, count(*) AS transformers
FROM flux.asset_nameplates AS n JOIN flux.transformers AS t ON n.asset_kind = 'transformer' AND n.asset_id = t.transformer_id
JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE t.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name) GROUP BY 1 ORDER BY 2 DESC FETCH FIRST 1 ROWS WITH TIES;

-- name: qa_days_by_metered_peak
-- engine: duckdb
-- A row a day of a period by the greatest interval of a place's customers' meters together, net, in MW: the second reading of its peak.
WITH i AS (
    SELECT r.reading_day, r.interval_start_at, sum((r.energy_delivered_kwh - coalesce(r.energy_received_kwh, 0)) * 60 / r.interval_minutes) / 1000 AS mw
    FROM readings AS r JOIN meters AS m USING (meter_id) JOIN feeders AS f ON f.feeder_id = m.feeder_id JOIN substations AS s USING (substation_id)
    WHERE m.utility_id = $utility_id AND $place IN ('', f.feeder_name, s.substation_name)
        AND r.reading_day >= $from_day AND r.reading_day < $to_day GROUP BY 1, 2
)
SELECT reading_day AS day, max(mw) AS peak_mw FROM i GROUP BY 1 ORDER BY 2 DESC LIMIT $n;

-- name: qa_feeders_by_metered_peak
-- engine: duckdb
-- The n feeders with the greatest interval of a period by their customers' meters, net, in kW: the second reading of their peak.
WITH i AS (
    SELECT m.feeder_id, r.interval_start_at, sum((r.energy_delivered_kwh - coalesce(r.energy_received_kwh, 0)) * 60 / r.interval_minutes) AS kw
    FROM readings AS r JOIN meters AS m USING (meter_id)
    WHERE m.utility_id = $utility_id AND r.reading_day >= $from_day AND r.reading_day < $to_day GROUP BY 1, 2
)
SELECT f.feeder_name, max(i.kw) AS peak_kw FROM i JOIN feeders AS f USING (feeder_id) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $n;

-- name: qa_meters_by_low_voltage
-- engine: duckdb
-- The n meters of a feeder with the lowest voltage in percent of nominal, and those that tie with the last one; without supply is not low.
SELECT m.meter_name, min(100 * r.voltage_v / m.nominal_voltage_v) AS voltage_pct
FROM readings AS r JOIN meters AS m USING (meter_id) JOIN feeders AS f ON f.feeder_id = m.feeder_id
WHERE m.utility_id = $utility_id AND $place IN ('', f.feeder_name) AND r.reading_day >= $from_day AND r.reading_day < $to_day AND r.voltage_v > 0
GROUP BY 1 QUALIFY rank() OVER (ORDER BY voltage_pct) <= $n ORDER BY 2, 1;
