-- What the questions of new_held_back.jsonl ask beyond the statements of the other files. `place` as in network.sql: a feeder's or a
-- substation's name, or '' for the utility.

-- name: qb_devices_of
-- engine: postgres
-- A row a switching device of a kind that stands on a feeder.
SELECT d.device_name FROM flux.devices AS d JOIN flux.feeders AS f USING (feeder_id)
WHERE d.utility_id = %(utility_id)s AND f.feeder_name = %(name)s AND d.kind = %(kind)s ORDER BY 1;

-- name: qb_devices_by_kind
-- engine: postgres
-- A row a kind of the switching devices of a place, the most frequent first.
SELECT d.kind, count(*) AS devices
FROM flux.devices AS d JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE d.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name) GROUP BY 1 ORDER BY 2 DESC, 1;

-- name: qb_feeders_by_ev
-- engine: postgres
-- The n feeders with the most (`sign` -1) or the fewest meters with an electric vehicle, and those that tie with the last one.
SELECT f.feeder_name, count(*) FILTER (WHERE m.has_ev) AS meters
FROM flux.feeders AS f LEFT JOIN flux.meters AS m ON m.feeder_id = f.feeder_id
WHERE f.utility_id = %(utility_id)s GROUP BY 1 ORDER BY %(sign)s * count(*) FILTER (WHERE m.has_ev) FETCH FIRST %(n)s ROWS WITH TIES;

-- name: qb_capacity
-- engine: postgres
-- One row: capacity of all substations together.
SELECT sum(capacity_mva) AS capacity_mva FROM flux.substations WHERE utility_id = %(utility_id)s;

-- name: qb_customers_of_class
-- engine: postgres
-- One row: active customers of a class in a place.
SELECT count(*) AS customers
FROM flux.meters AS m JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE m.utility_id = %(utility_id)s AND m.is_active AND m.customer_class = %(class)s
    AND %(place)s IN ('', f.feeder_name, s.substation_name);

-- name: qb_conductor_km
-- engine: postgres
-- One row: how many kilometres of a conductor there are in a place.
SELECT sum(g.length_m) / 1000 AS length_km
FROM flux.segments AS g JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE g.utility_id = %(utility_id)s AND g.conductor = %(conductor)s AND %(place)s IN ('', f.feeder_name, s.substation_name);

-- name: qb_installed_since
-- engine: postgres
-- One row: poles and transformers of a place that were installed in a year or later.
SELECT (SELECT count(*) FROM flux.poles AS p JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
        WHERE p.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name) AND p.installed_year >= %(since)s) AS poles,
    (SELECT count(*) FROM flux.transformers AS t JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
        WHERE t.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name)
            AND t.installed_year >= %(since)s) AS transformers;

-- name: qb_outages_of_quarter
-- engine: postgres
-- One row: outages that began in a quarter (1 to 4) of this year, longer than so many minutes (-1: all), as in outages_of_period.
SELECT count(*) AS outages, coalesce(sum(o.customers_interrupted), 0) AS customers
FROM flux.outages AS o JOIN flux.utilities AS u USING (utility_id)
WHERE o.utility_id = %(utility_id)s AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
    AND coalesce(o.restored_at, %(now)s) - o.started_at > make_interval(mins => %(longer_than)s)
    AND extract(year FROM o.started_at AT TIME ZONE u.time_zone) = %(year)s
    AND extract(quarter FROM o.started_at AT TIME ZONE u.time_zone) = %(quarter)s;

-- name: qb_outages_ranked
-- engine: postgres
-- The n outages begun in a period in a place that were the largest by customers interrupted or the longest in hours.
WITH v AS (
    SELECT o.outage_id, (CASE %(by)s WHEN 'customers' THEN o.customers_interrupted
        ELSE extract(epoch FROM coalesce(o.restored_at, %(now)s) - o.started_at) / 3600 END)::float8 AS value
    FROM flux.outages AS o JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
    WHERE o.utility_id = %(utility_id)s AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
        AND o.started_at >= %(from_at)s AND o.started_at < %(to_at)s AND %(place)s IN ('', f.feeder_name, s.substation_name)
)
SELECT outage_id, value FROM v ORDER BY value DESC FETCH FIRST %(n)s ROWS WITH TIES;

-- name: qb_substations_by_index
-- engine: postgres
-- A row a substation: SAIDI or SAIFI of a period (IEEE 1366, each by its own customers), the greatest first; what is not over is left out.
WITH steps AS (
    SELECT o.feeder_id, o.kind, i.out_at, i.restored_at, i.customers
    FROM flux.outages AS o JOIN flux.interruptions AS i USING (outage_id)
    WHERE o.utility_id = %(utility_id)s AND o.has_interruptions AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
    UNION ALL
    SELECT o.feeder_id, o.kind, o.started_at, o.restored_at, o.customers_interrupted
    FROM flux.outages AS o
    WHERE o.utility_id = %(utility_id)s AND NOT o.has_interruptions AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
), served AS (
    SELECT f.substation_id, count(*) AS customers FROM flux.meters AS m JOIN flux.feeders AS f USING (feeder_id)
    WHERE m.utility_id = %(utility_id)s AND m.is_active GROUP BY 1
), sums AS (
    SELECT f.substation_id, sum(x.customers * extract(epoch FROM x.restored_at - x.out_at) / 60) AS minutes, sum(x.customers) AS sustained
    FROM steps AS x JOIN flux.feeders AS f USING (feeder_id)
    WHERE x.restored_at - x.out_at > interval '5 minutes' AND x.out_at >= %(from_at)s AND x.out_at < %(to_at)s AND x.kind = ANY(%(kinds)s)
    GROUP BY 1
)
SELECT s.substation_name, (CASE %(by)s WHEN 'saidi' THEN minutes ELSE sustained END / served.customers)::float8 AS value
FROM sums JOIN served USING (substation_id) JOIN flux.substations AS s USING (substation_id) ORDER BY 2 DESC;

-- name: qb_devices_by_outages
-- engine: postgres
-- The n devices behind which the most outages began in a period, and those that tie with the last one. `longer_than` as in outages_of_period.
SELECT d.device_name, count(*) AS outages
FROM flux.outages AS o JOIN flux.devices AS d USING (device_id)
WHERE o.utility_id = %(utility_id)s AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
    AND coalesce(o.restored_at, %(now)s) - o.started_at > make_interval(mins => %(longer_than)s)
    AND o.started_at >= %(from_at)s AND o.started_at < %(to_at)s GROUP BY 1 ORDER BY 2 DESC FETCH FIRST %(n)s ROWS WITH TIES;

-- name: qb_replacement_cost
-- engine: postgres
-- One row: what it costs to replace the transformers of a place whose health is below a score, and how many they are.
SELECT count(*) AS transformers, sum(h.replacement_cost) AS cost
FROM flux.asset_health AS h JOIN flux.transformers AS t ON h.asset_kind = 'transformer' AND h.asset_id = t.transformer_id
JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE t.utility_id = %(utility_id)s AND nullif(h.health_score, 'NaN') < %(below)s AND nullif(h.replacement_cost, 'NaN') IS NOT NULL
    AND %(place)s IN ('', f.feeder_name, s.substation_name);

-- name: qb_crew_of_vehicle
-- engine: postgres
-- One row: the crew that has a vehicle.
SELECT crew_name FROM flux.crews WHERE utility_id = %(utility_id)s AND vehicle = %(vehicle)s;

-- name: qb_orders_of_priority
-- engine: postgres
-- One row: open work orders of a priority (1 the highest).
SELECT count(*) AS orders FROM flux.work_orders
WHERE utility_id = %(utility_id)s AND status NOT IN ('completed', 'cancelled') AND priority = %(priority)s;

-- name: qb_heads_between
-- engine: duckdb
-- One row: greatest load of a place by the heads of its feeders between two hours of a day (an interval counts where it begins).
WITH f AS (
    SELECT f.feeder_id FROM feeders AS f JOIN substations AS s USING (substation_id)
    WHERE f.utility_id = $utility_id AND $place IN ('', f.feeder_name, s.substation_name)
), i AS (
    SELECT h.interval_start_at, sum(h.energy_delivered_kwh * 60 / h.interval_minutes) AS kw
    FROM feeder_head_readings AS h JOIN f USING (feeder_id)
    WHERE h.interval_start_at >= $from_at::timestamp + to_hours($from_hour::bigint)
        AND h.interval_start_at < $from_at::timestamp + to_hours($to_hour::bigint) GROUP BY 1
)
SELECT max(kw) AS peak_kw FROM i;

-- name: qb_metered_between
-- engine: duckdb
-- One row: the second reading of qb_heads_between: what the customers' meters took together, net.
WITH i AS (
    SELECT r.interval_start_at, sum((r.energy_delivered_kwh - coalesce(r.energy_received_kwh, 0)) * 60 / r.interval_minutes) AS kw
    FROM readings AS r JOIN meters AS m USING (meter_id) JOIN feeders AS f ON f.feeder_id = m.feeder_id
    JOIN substations AS s USING (substation_id)
    WHERE m.utility_id = $utility_id AND $place IN ('', f.feeder_name, s.substation_name)
        AND r.reading_day >= $from_day AND r.reading_day < $to_day
        AND r.interval_start_at >= $from_at::timestamp + to_hours($from_hour::bigint)
        AND r.interval_start_at < $from_at::timestamp + to_hours($to_hour::bigint) GROUP BY 1
)
SELECT max(kw) AS peak_kw FROM i;
