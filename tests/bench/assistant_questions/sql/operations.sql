-- Outages, indices, crews, orders, alarms and condition: PostgreSQL.

-- name: outages_now
-- engine: postgres
-- One row: what is out now in a place; critical customers by the transformers that are without supply.
WITH o AS (
    SELECT o.* FROM flux.outages AS o JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
    WHERE o.utility_id = %(utility_id)s AND o.is_active AND %(place)s IN ('', f.feeder_name, s.substation_name)
)
SELECT count(*) AS outages, coalesce(sum(customers_out), 0) AS customers_out, count(*) FILTER (WHERE crew_id IS NULL) AS without_crew,
    count(*) > 0 AS is_any, min(estimated_restoration_at) AS first_etr, max(estimated_restoration_at) AS last_etr,
    count(*) FILTER (WHERE estimated_restoration_at < %(now)s) AS past_etr,
    count(*) FILTER (WHERE cause = 'weather') AS by_weather,
    (SELECT count(*) FROM flux.customers AS c JOIN flux.meters AS m USING (meter_id)
     JOIN flux.interruptions AS i ON m.transformer_id = ANY(i.transformer_ids) AND i.restored_at IS NULL
     JOIN o AS p USING (outage_id) WHERE c.is_active AND c.critical_kind IS NOT NULL) AS critical_out
FROM o;

-- name: outages_active
-- engine: postgres
-- A row an active outage of a place, the largest first.
SELECT o.outage_id, o.customers_out, f.feeder_name, o.cause, o.estimated_restoration_at, o.started_at
FROM flux.outages AS o JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE o.utility_id = %(utility_id)s AND o.is_active AND %(place)s IN ('', f.feeder_name, s.substation_name)
ORDER BY o.customers_out DESC, o.outage_id LIMIT %(n)s;

-- name: out_by_feeder
-- engine: postgres
-- A row a feeder with customers out, the most first.
SELECT f.feeder_name, sum(o.customers_out) AS customers_out FROM flux.outages AS o JOIN flux.feeders AS f USING (feeder_id)
WHERE o.utility_id = %(utility_id)s AND o.is_active GROUP BY 1 HAVING sum(o.customers_out) > 0 ORDER BY 2 DESC, 1 LIMIT %(n)s;

-- name: outages_waiting
-- engine: postgres
-- One row: outages that are presumed but not confirmed, and planned ones still to begin.
SELECT count(*) FILTER (WHERE state = 'predicted') AS predicted, count(*) FILTER (WHERE state = 'planned') AS planned,
    min(planned_start_at) FILTER (WHERE state = 'planned') AS next_planned
FROM flux.outages WHERE utility_id = %(utility_id)s;

-- name: outages_of_period
-- engine: postgres
-- One row: what began in a period in a place, longer than so many minutes (-1: all); cancelled, merged and merely presumed ones were none.
SELECT count(*) AS outages, coalesce(sum(o.customers_interrupted), 0) AS customers, max(o.customers_interrupted) AS largest,
    max(extract(epoch FROM coalesce(o.restored_at, %(now)s) - o.started_at)) / 3600 AS longest_h,
    avg(extract(epoch FROM o.restored_at - o.started_at)) / 60 AS mean_minutes,
    count(*) FILTER (WHERE o.cause = %(cause)s) AS by_cause,
    (array_agg(o.outage_id ORDER BY o.customers_interrupted DESC, o.outage_id))[1] AS largest_id,
    (array_agg(f.feeder_name ORDER BY o.customers_interrupted DESC, o.outage_id))[1] AS largest_feeder
FROM flux.outages AS o JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE o.utility_id = %(utility_id)s AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
    AND coalesce(o.restored_at, %(now)s) - o.started_at > make_interval(mins => %(longer_than)s)
    AND o.started_at >= %(from_at)s AND o.started_at < %(to_at)s AND %(place)s IN ('', f.feeder_name, s.substation_name);

-- name: causes_of_period
-- engine: postgres
-- A row a cause of the outages that began in a period in a place, the most frequent first.
SELECT o.cause, count(*) AS outages, sum(o.customers_interrupted) AS customers
FROM flux.outages AS o JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE o.utility_id = %(utility_id)s AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
    AND coalesce(o.restored_at, %(now)s) - o.started_at > make_interval(mins => %(longer_than)s)
    AND o.started_at >= %(from_at)s AND o.started_at < %(to_at)s AND %(place)s IN ('', f.feeder_name, s.substation_name)
GROUP BY 1 ORDER BY 2 DESC FETCH FIRST %(n)s ROWS WITH TIES;

-- name: feeders_by_outages
-- engine: postgres
-- The n feeders with the most outages begun in a period.
SELECT f.feeder_name, count(*) AS outages FROM flux.outages AS o JOIN flux.feeders AS f USING (feeder_id)
WHERE o.utility_id = %(utility_id)s AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
    AND coalesce(o.restored_at, %(now)s) - o.started_at > make_interval(mins => %(longer_than)s)
    AND o.started_at >= %(from_at)s AND o.started_at < %(to_at)s GROUP BY 1 ORDER BY 2 DESC FETCH FIRST %(n)s ROWS WITH TIES;

-- name: indices
-- engine: postgres
-- One row: the indices of IEEE 1366 of a place and period. A customer's interruption is judged by its own step: sustained where it
-- lasted more than five minutes. What is not over counts up to now where `with_open`, else not at all. `kinds` says which outages count.
WITH steps AS (
    SELECT o.feeder_id, o.outage_id, o.kind, i.out_at, coalesce(i.restored_at, CASE WHEN %(with_open)s THEN %(now)s END) AS restored_at, i.customers
    FROM flux.outages AS o JOIN flux.interruptions AS i USING (outage_id)
    WHERE o.utility_id = %(utility_id)s AND o.has_interruptions AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
    UNION ALL
    SELECT o.feeder_id, o.outage_id, o.kind, o.started_at, coalesce(o.restored_at, CASE WHEN %(with_open)s THEN %(now)s END) AS restored_at, o.customers_interrupted
    FROM flux.outages AS o
    WHERE o.utility_id = %(utility_id)s AND NOT o.has_interruptions AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
), f AS (
    SELECT f.feeder_id FROM flux.feeders AS f JOIN flux.substations AS s USING (substation_id)
    WHERE f.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name)
), served AS (
    SELECT count(*)::float8 AS customers FROM flux.meters JOIN f USING (feeder_id) WHERE is_active
), sums AS (
    SELECT
        coalesce(sum(customers * extract(epoch FROM restored_at - out_at) / 60) FILTER (WHERE restored_at - out_at > interval '5 minutes'), 0)::float8 AS minutes,
        coalesce(sum(customers) FILTER (WHERE restored_at - out_at > interval '5 minutes'), 0)::float8 AS sustained,
        coalesce(sum(customers) FILTER (WHERE restored_at - out_at <= interval '5 minutes'), 0)::float8 AS momentary
    FROM steps JOIN f USING (feeder_id)
    WHERE restored_at IS NOT NULL AND out_at >= %(from_at)s AND out_at < %(to_at)s AND kind = ANY(%(kinds)s)
)
SELECT minutes / nullif(customers, 0) AS saidi, sustained / nullif(customers, 0) AS saifi, minutes / nullif(sustained, 0) AS caidi,
    momentary / nullif(customers, 0) AS maifi, minutes AS customer_minutes, minutes / 60 AS customer_hours, sustained AS interruptions,
    100 * (1 - minutes / nullif(customers * extract(epoch FROM least(%(to_at)s, %(now)s) - %(from_at)s) / 60, 0)) AS asai_pct
FROM sums, served;

-- name: feeders_by_index
-- engine: postgres
-- The n feeders with the greatest SAIDI or SAIFI of a period (IEEE 1366, each by its own customers).
WITH steps AS (
    SELECT o.feeder_id, o.kind, i.out_at, coalesce(i.restored_at, CASE WHEN %(with_open)s THEN %(now)s END) AS restored_at, i.customers
    FROM flux.outages AS o JOIN flux.interruptions AS i USING (outage_id)
    WHERE o.utility_id = %(utility_id)s AND o.has_interruptions AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
    UNION ALL
    SELECT o.feeder_id, o.kind, o.started_at, coalesce(o.restored_at, CASE WHEN %(with_open)s THEN %(now)s END) AS restored_at, o.customers_interrupted
    FROM flux.outages AS o
    WHERE o.utility_id = %(utility_id)s AND NOT o.has_interruptions AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
), v AS (
    SELECT f.feeder_name,
        (CASE %(by)s WHEN 'saidi' THEN sum(x.customers * extract(epoch FROM x.restored_at - x.out_at) / 60) ELSE sum(x.customers) END
        / nullif((SELECT count(*) FROM flux.meters AS m WHERE m.feeder_id = f.feeder_id AND m.is_active), 0))::float8 AS value
    FROM steps AS x JOIN flux.feeders AS f USING (feeder_id)
    WHERE x.restored_at - x.out_at > interval '5 minutes' AND x.out_at >= %(from_at)s AND x.out_at < %(to_at)s
        AND x.kind = ANY(%(kinds)s)
    GROUP BY f.feeder_id
)
SELECT feeder_name, value FROM v ORDER BY %(sign)s * value FETCH FIRST %(n)s ROWS WITH TIES;

-- name: crews
-- engine: postgres
-- One row: crews by what they do now.
SELECT count(*) AS crews, count(*) FILTER (WHERE status = 'available') AS available, count(*) FILTER (WHERE status = 'working') AS working,
    count(*) FILTER (WHERE status = 'en_route') AS en_route, count(*) FILTER (WHERE status = 'off_shift') AS off_shift,
    count(*) FILTER (WHERE kind = 'line') AS line, count(*) FILTER (WHERE kind = 'vegetation') AS vegetation,
    count(*) FILTER (WHERE status IN ('assigned', 'en_route', 'working')) AS busy, coalesce(sum(members), 0) AS people
FROM flux.crews WHERE utility_id = %(utility_id)s;

-- name: crew
-- engine: postgres
-- One row: one crew by its name.
SELECT c.crew_name, c.status, c.kind, c.members, c.vehicle, c.outage_id, c.work_order_id, c.lon, c.lat
FROM flux.crews AS c WHERE c.utility_id = %(utility_id)s AND c.crew_name = %(name)s;

-- name: crews_listed
-- engine: postgres
-- A row a crew with a status and a skill; '' for any.
SELECT crew_name, status FROM flux.crews WHERE utility_id = %(utility_id)s AND %(status)s IN ('', status)
    AND (%(skill)s = '' OR %(skill)s = ANY(skills)) ORDER BY 1;

-- name: orders_open
-- engine: postgres
-- One row: work orders of a place that are neither completed nor cancelled; overdue: due before today.
SELECT count(*) AS orders, count(*) FILTER (WHERE o.due_on < %(today)s) AS overdue, count(*) FILTER (WHERE o.priority = 1) AS very_high,
    count(*) FILTER (WHERE o.work_type = 'inspection') AS inspections, count(*) FILTER (WHERE o.work_type = 'vegetation') AS vegetation,
    count(*) FILTER (WHERE o.work_type = 'replacement') AS replacements, count(*) FILTER (WHERE o.work_type = 'repair') AS repairs,
    count(*) FILTER (WHERE o.status = 'assigned') AS assigned, count(*) FILTER (WHERE o.crew_id IS NULL) AS without_crew,
    coalesce(sum(o.estimated_hours), 0) AS hours
FROM flux.work_orders AS o LEFT JOIN flux.feeders AS f USING (feeder_id) LEFT JOIN flux.substations AS s USING (substation_id)
WHERE o.utility_id = %(utility_id)s AND o.status NOT IN ('completed', 'cancelled')
    AND (%(place)s = '' OR %(place)s IN (f.feeder_name, s.substation_name));

-- name: orders_listed
-- engine: postgres
-- A row an open work order of a kind ('' for any), the most pressing first.
SELECT work_order_id, title, priority, due_on FROM flux.work_orders
WHERE utility_id = %(utility_id)s AND status NOT IN ('completed', 'cancelled') AND %(work_type)s IN ('', work_type)
    AND (NOT %(overdue)s OR due_on < %(today)s) ORDER BY priority, due_on NULLS LAST, 1;

-- name: orders_of_crew
-- engine: postgres
-- A row an open work order of a crew.
SELECT o.work_order_id, o.title FROM flux.work_orders AS o JOIN flux.crews AS c USING (crew_id)
WHERE o.utility_id = %(utility_id)s AND c.crew_name = %(name)s AND o.status NOT IN ('completed', 'cancelled') ORDER BY 1;

-- name: orders_completed
-- engine: postgres
-- One row: what was completed in a period.
SELECT count(*) AS orders, coalesce(sum(labour_hours), 0) AS labour_hours, count(*) FILTER (WHERE work_type = 'vegetation') AS vegetation,
    count(*) FILTER (WHERE work_type = 'inspection') AS inspections, count(*) FILTER (WHERE work_type = 'replacement') AS replacements
FROM flux.work_orders WHERE utility_id = %(utility_id)s AND completed_at >= %(from_at)s AND completed_at < %(to_at)s;

-- name: orders_of_asset
-- engine: postgres
-- A row a work order of a named asset, the newest first.
SELECT work_order_id, work_type, status FROM flux.work_orders WHERE utility_id = %(utility_id)s AND asset_name = %(name)s
ORDER BY created_at DESC, 1;

-- name: last_inspection
-- engine: postgres
-- One row: the last inspection of a transformer or pole.
SELECT i.inspected_on, i.result FROM flux.inspections AS i
LEFT JOIN flux.transformers AS t ON i.asset_kind = 'transformer' AND t.transformer_id = i.asset_id
LEFT JOIN flux.poles AS p ON i.asset_kind = 'pole' AND p.pole_id = i.asset_id
WHERE i.utility_id = %(utility_id)s AND %(name)s IN (t.transformer_name, p.pole_name) ORDER BY i.inspected_on DESC LIMIT 1;

-- name: alarms
-- engine: postgres
-- One row: alarms that are not closed.
SELECT count(*) AS alarms, count(*) FILTER (WHERE a.state IN ('unacknowledged', 'latched_unacknowledged')) AS unacknowledged,
    count(*) FILTER (WHERE a.priority = 'critical') AS critical, count(*) FILTER (WHERE a.state = 'shelved') AS shelved,
    count(*) FILTER (WHERE a.priority = 'high') AS high
FROM flux.alarms AS a
LEFT JOIN flux.feeders AS f USING (feeder_id)
LEFT JOIN flux.substations AS s ON s.substation_id = coalesce(a.substation_id, f.substation_id)
WHERE a.utility_id = %(utility_id)s AND a.closed_at IS NULL AND (%(place)s = '' OR %(place)s IN (f.feeder_name, s.substation_name));

-- name: alarms_listed
-- engine: postgres
-- A row an alarm that nobody has acknowledged, the gravest first.
SELECT alarm_id, asset_name, priority FROM flux.alarms
WHERE utility_id = %(utility_id)s AND state IN ('unacknowledged', 'latched_unacknowledged')
ORDER BY array_position(ARRAY['critical', 'high', 'medium', 'low'], priority), raised_at DESC, 1;

-- name: calls_open
-- engine: postgres
-- One row: trouble calls that are not closed, and those taken since a moment; no word of who called.
SELECT count(*) FILTER (WHERE closed_at IS NULL) AS open_calls,
    count(*) FILTER (WHERE called_at >= %(from_at)s AND called_at < %(to_at)s) AS calls
FROM flux.trouble_calls WHERE utility_id = %(utility_id)s;

-- name: vegetation
-- engine: postgres
-- One row: spans by the risk of what grows beside them; due: closer than required now or within a year.
SELECT count(*) FILTER (WHERE v.level = 'critical') AS critical, count(*) FILTER (WHERE v.level = 'high') AS high,
    count(*) FILTER (WHERE v.trim_in_years <= 1 AND v.trim_in_years <> 'NaN') AS due,
    count(*) FILTER (WHERE v.trim_in_years = 0) AS too_close,
    sum(g.length_m) FILTER (WHERE v.level = 'critical') / 1000 AS critical_km
FROM flux.vegetation_risk AS v JOIN flux.segments AS g USING (segment_id) JOIN flux.feeders AS f USING (feeder_id)
JOIN flux.substations AS s USING (substation_id)
WHERE v.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name);

-- name: vegetation_worst
-- engine: postgres
-- The n spans of a place with the greatest vegetation risk.
SELECT g.segment_name, v.risk FROM flux.vegetation_risk AS v JOIN flux.segments AS g USING (segment_id)
JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE v.utility_id = %(utility_id)s AND v.risk <> 'NaN' AND %(place)s IN ('', f.feeder_name, s.substation_name)
ORDER BY v.risk DESC, 1 LIMIT %(n)s;

-- name: failures_of_period
-- engine: postgres
-- One row: assets that failed in a period.
SELECT count(*) AS failures, count(*) FILTER (WHERE asset_kind = 'transformer') AS transformers,
    count(*) FILTER (WHERE asset_kind = 'pole') AS poles
FROM flux.asset_failures WHERE utility_id = %(utility_id)s AND failed_at >= %(from_at)s AND failed_at < %(to_at)s;

-- name: last_outage
-- engine: postgres
-- One row: the outage of a place that began last; cancelled, merged and merely presumed ones were none. `longer_than` as in outages_of_period.
SELECT o.outage_id, f.feeder_name, o.started_at, o.restored_at, o.cause, o.customers_interrupted,
    extract(epoch FROM coalesce(o.restored_at, %(now)s) - o.started_at) / 60 AS minutes
FROM flux.outages AS o JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE o.utility_id = %(utility_id)s AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
    AND coalesce(o.restored_at, %(now)s) - o.started_at > make_interval(mins => %(longer_than)s)
    AND %(place)s IN ('', f.feeder_name, s.substation_name)
ORDER BY o.started_at DESC LIMIT 1;

-- name: outages_without_estimate
-- engine: postgres
-- One row: active outages that have no estimated time of restoration.
SELECT count(*) AS how_many FROM flux.outages
WHERE utility_id = %(utility_id)s AND is_active AND estimated_restoration_at IS NULL;

-- name: outages_larger
-- engine: postgres
-- One row: outages that began in a period in a place and interrupted more than so many customers. `longer_than` as in outages_of_period.
SELECT count(*) AS outages
FROM flux.outages AS o JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE o.utility_id = %(utility_id)s AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
    AND coalesce(o.restored_at, %(now)s) - o.started_at > make_interval(mins => %(longer_than)s)
    AND o.started_at >= %(from_at)s AND o.started_at < %(to_at)s AND o.customers_interrupted > %(more_than)s
    AND %(place)s IN ('', f.feeder_name, s.substation_name);

-- name: outages_of_kind
-- engine: postgres
-- One row: outages of a kind (unplanned, planned, loss_of_supply) that began in a period in a place.
SELECT count(*) AS outages, coalesce(sum(o.customers_interrupted), 0) AS customers
FROM flux.outages AS o JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE o.utility_id = %(utility_id)s AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned') AND o.kind = %(kind)s
    AND o.started_at >= %(from_at)s AND o.started_at < %(to_at)s AND %(place)s IN ('', f.feeder_name, s.substation_name);

-- name: outages_listed
-- engine: postgres
-- A row an outage that began in a period in a place, the newest first. `longer_than` as in outages_of_period.
SELECT o.outage_id
FROM flux.outages AS o JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE o.utility_id = %(utility_id)s AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
    AND coalesce(o.restored_at, %(now)s) - o.started_at > make_interval(mins => %(longer_than)s)
    AND o.started_at >= %(from_at)s AND o.started_at < %(to_at)s AND %(place)s IN ('', f.feeder_name, s.substation_name)
ORDER BY o.started_at DESC;

-- name: causes_by_customers
-- engine: postgres
-- A row a cause of the outages that began in a period in a place, the one that interrupted the most customers first.
SELECT o.cause, sum(o.customers_interrupted) AS customers
FROM flux.outages AS o JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE o.utility_id = %(utility_id)s AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
    AND coalesce(o.restored_at, %(now)s) - o.started_at > make_interval(mins => %(longer_than)s)
    AND o.started_at >= %(from_at)s AND o.started_at < %(to_at)s AND %(place)s IN ('', f.feeder_name, s.substation_name)
GROUP BY 1 ORDER BY 2 DESC, 1;

-- name: feeders_by_customer_minutes
-- engine: postgres
-- The n feeders with the most customer minutes of sustained interruptions of a period, each by its own step.
WITH steps AS (
    SELECT o.feeder_id, o.kind, i.out_at, i.restored_at, i.customers
    FROM flux.outages AS o JOIN flux.interruptions AS i USING (outage_id)
    WHERE o.utility_id = %(utility_id)s AND o.has_interruptions AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
    UNION ALL
    SELECT o.feeder_id, o.kind, o.started_at, o.restored_at, o.customers_interrupted
    FROM flux.outages AS o
    WHERE o.utility_id = %(utility_id)s AND NOT o.has_interruptions AND o.state NOT IN ('cancelled', 'merged', 'predicted', 'planned')
)
SELECT f.feeder_name, (sum(x.customers * extract(epoch FROM x.restored_at - x.out_at)) / 60)::float8 AS customer_minutes
FROM steps AS x JOIN flux.feeders AS f USING (feeder_id)
WHERE x.restored_at - x.out_at > interval '5 minutes' AND x.out_at >= %(from_at)s AND x.out_at < %(to_at)s AND x.kind = ANY(%(kinds)s)
GROUP BY 1 ORDER BY 2 DESC FETCH FIRST %(n)s ROWS WITH TIES;

-- name: orders_by_type
-- engine: postgres
-- A row a kind of open work orders, the most frequent first.
SELECT work_type, count(*) AS orders FROM flux.work_orders
WHERE utility_id = %(utility_id)s AND status NOT IN ('completed', 'cancelled') GROUP BY 1 ORDER BY 2 DESC, 1;

-- name: orders_due
-- engine: postgres
-- One row: open work orders that are due from today on, before a day so many days ahead.
SELECT count(*) AS orders FROM flux.work_orders
WHERE utility_id = %(utility_id)s AND status NOT IN ('completed', 'cancelled')
    AND due_on >= %(today)s AND due_on < %(today)s::date + %(days)s;

-- name: alarms_of_period
-- engine: postgres
-- One row: alarms that were raised in a period.
SELECT count(*) AS alarms FROM flux.alarms
WHERE utility_id = %(utility_id)s AND raised_at >= %(from_at)s AND raised_at < %(to_at)s;

-- name: shift_notes
-- engine: postgres
-- One row: notes of the shift log of a period; a note that was corrected counts once.
SELECT count(*) FILTER (WHERE corrects_id IS NULL) AS notes FROM flux.shift_log
WHERE utility_id = %(utility_id)s AND written_at >= %(from_at)s AND written_at < %(to_at)s;

-- name: inspections_of_period
-- engine: postgres
-- One row: inspections of a period, and those with a result, of poles, transformers or both ('').
SELECT count(*) AS inspections, count(*) FILTER (WHERE result = %(result)s) AS of_result FROM flux.inspections
WHERE utility_id = %(utility_id)s AND %(asset_kind)s IN ('', asset_kind) AND inspected_on >= %(from_day)s AND inspected_on < %(to_day)s;

-- name: poles_not_inspected
-- engine: postgres
-- One row: poles of a place that were not inspected for so many years, or never; `assessed`: the second reading, as their health was
-- assessed, for which an inspection of the pole that stood there before is none.
SELECT count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM flux.inspections AS i WHERE i.asset_kind = 'pole' AND i.asset_id = p.pole_id
        AND i.inspected_on > %(today)s::date - make_interval(years => %(years)s))) AS how_many,
    count(*) FILTER (WHERE coalesce(h.inspection_age_years, 'NaN') = 'NaN' OR h.inspection_age_years > %(years)s) AS assessed
FROM flux.poles AS p JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
LEFT JOIN flux.asset_health AS h ON h.asset_kind = 'pole' AND h.asset_id = p.pole_id
WHERE p.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name);

-- name: poles_weaker_than
-- engine: postgres
-- One row: poles of a place whose remaining strength is below a share of what is required of a new one.
SELECT count(*) AS how_many
FROM flux.asset_health AS h JOIN flux.poles AS p ON h.asset_kind = 'pole' AND h.asset_id = p.pole_id
JOIN flux.feeders AS f USING (feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE p.utility_id = %(utility_id)s AND %(place)s IN ('', f.feeder_name, s.substation_name)
    AND nullif(h.remaining_strength_pct, 'NaN') < %(pct)s;

-- name: failures_of_place
-- engine: postgres
-- One row: transformers and poles of a place that failed in a period.
SELECT count(*) AS failures, count(*) FILTER (WHERE a.asset_kind = 'transformer') AS transformers,
    count(*) FILTER (WHERE a.asset_kind = 'pole') AS poles
FROM flux.asset_failures AS a
LEFT JOIN flux.transformers AS t ON a.asset_kind = 'transformer' AND t.transformer_id = a.asset_id
LEFT JOIN flux.poles AS p ON a.asset_kind = 'pole' AND p.pole_id = a.asset_id
JOIN flux.feeders AS f ON f.feeder_id = coalesce(t.feeder_id, p.feeder_id) JOIN flux.substations AS s USING (substation_id)
WHERE a.utility_id = %(utility_id)s AND a.failed_at >= %(from_at)s AND a.failed_at < %(to_at)s
    AND %(place)s IN ('', f.feeder_name, s.substation_name);

-- name: failures_by_mode
-- engine: postgres
-- A row a mode of the failures of a kind of asset in a period, the most frequent first.
SELECT mode, count(*) AS failures FROM flux.asset_failures
WHERE utility_id = %(utility_id)s AND asset_kind = %(asset_kind)s AND failed_at >= %(from_at)s AND failed_at < %(to_at)s
GROUP BY 1 ORDER BY 2 DESC, 1;

-- name: last_failure
-- engine: postgres
-- One row: the transformer that failed last.
SELECT t.transformer_name, a.failed_at, a.mode
FROM flux.asset_failures AS a JOIN flux.transformers AS t ON a.asset_kind = 'transformer' AND t.transformer_id = a.asset_id
WHERE a.utility_id = %(utility_id)s ORDER BY a.failed_at DESC LIMIT 1;

-- name: vegetation_by_feeder
-- engine: postgres
-- A row a feeder with spans whose vegetation risk is critical, the most first.
SELECT f.feeder_name, count(*) AS spans
FROM flux.vegetation_risk AS v JOIN flux.segments AS g USING (segment_id) JOIN flux.feeders AS f USING (feeder_id)
WHERE v.utility_id = %(utility_id)s AND v.level = 'critical' GROUP BY 1 ORDER BY 2 DESC, 1;

-- name: span
-- engine: postgres
-- One row: what is known of one span and of what grows beside it.
SELECT g.segment_name, f.feeder_name, g.length_m, g.conductor, v.clearance_m, v.required_clearance_m,
    nullif(v.trim_in_years, 'NaN') AS trim_in_years, v.level, w.surveyed_on
FROM flux.segments AS g JOIN flux.feeders AS f USING (feeder_id)
LEFT JOIN flux.vegetation_risk AS v USING (segment_id) LEFT JOIN flux.vegetation AS w USING (segment_id)
WHERE g.utility_id = %(utility_id)s AND g.segment_name = %(name)s;

-- name: open_calls
-- engine: postgres
-- One row: whether a trouble call is not closed; no word of who called.
SELECT count(*) > 0 AS is_any FROM flux.trouble_calls WHERE utility_id = %(utility_id)s AND closed_at IS NULL;
