-- Readings, weather and older outages: DuckDB over the warehouse's Parquet. Readings are those that count (one a meter and
-- interval); every sum is made of them, none of the warehouse's own summaries. Days are local days of the utility.

-- name: meter_readings
-- engine: duckdb
-- One row: what one meter registered; voltage ranges of ANSI C84.1 (A: 95 to 105 % of nominal).
SELECT sum(r.energy_delivered_kwh) AS kwh, sum(r.energy_received_kwh) AS exported_kwh,
    max(r.energy_delivered_kwh * 60 / r.interval_minutes) AS peak_kw,
    min(r.voltage_v) AS min_v, max(r.voltage_v) AS max_v, avg(r.voltage_v) AS mean_v,
    coalesce(sum(r.interval_minutes) FILTER (r.voltage_v < 0.95 * m.nominal_voltage_v), 0) AS minutes_low,
    count(*) FILTER (r.quality = 'missing') AS missing, count(*) FILTER (r.quality = 'estimated') AS estimated,
    arg_max(r.interval_start_at, r.energy_delivered_kwh / r.interval_minutes) AS peak_at
FROM readings AS r JOIN meters AS m USING (meter_id)
WHERE m.utility_id = $utility_id AND m.meter_name = $name AND r.reading_day >= $from_day AND r.reading_day < $to_day;

-- name: heads
-- engine: duckdb
-- One row: what the heads of a place's feeders measured in a period: energy, greatest mean of an interval, load factor.
WITH f AS (
    SELECT f.feeder_id FROM feeders AS f JOIN substations AS s USING (substation_id)
    WHERE f.utility_id = $utility_id AND $place IN ('', f.feeder_name, s.substation_name)
), i AS (
    SELECT h.interval_start_at, sum(h.energy_delivered_kwh) AS kwh, sum(h.energy_delivered_kwh * 60 / h.interval_minutes) AS kw
    FROM feeder_head_readings AS h JOIN f USING (feeder_id)
    WHERE h.reading_day >= $from_day AND h.reading_day < $to_day GROUP BY 1
)
SELECT sum(kwh) AS kwh, sum(kwh) / 1000 AS mwh, max(kw) AS peak_kw, max(kw) / 1000 AS peak_mw, min(kw) AS least_kw,
    arg_max(interval_start_at, kw) AS peak_at, 100 * avg(kw) / max(kw) AS load_factor_pct, avg(kw) AS mean_kw
FROM i;

-- name: metered
-- engine: duckdb
-- One row: what the customers' meters of a place registered, and how much of it is there.
SELECT sum(r.energy_delivered_kwh) AS kwh, sum(r.energy_delivered_kwh) / 1000 AS mwh, sum(r.energy_received_kwh) AS exported_kwh,
    sum(r.energy_delivered_kwh - coalesce(r.energy_received_kwh, 0)) AS net_kwh,
    count(*) FILTER (r.quality = 'missing') AS missing, count(*) FILTER (r.quality = 'estimated') AS estimated,
    100.0 * count(*) FILTER (r.quality <> 'missing') / nullif(count(*), 0) AS completeness_pct,
    100.0 * count(*) FILTER (r.quality = 'estimated') / nullif(count(*), 0) AS estimated_pct,
    count(DISTINCT r.meter_id) FILTER (r.voltage_v < 0.95 * m.nominal_voltage_v) AS meters_low,
    count(DISTINCT r.meter_id) FILTER (r.voltage_v > 0.5 * m.nominal_voltage_v AND r.voltage_v < 0.95 * m.nominal_voltage_v) AS meters_low_served,
    count(DISTINCT r.meter_id) FILTER (r.voltage_v > 1.05 * m.nominal_voltage_v) AS meters_high,
    count(DISTINCT r.meter_id) FILTER (r.quality = 'missing') AS meters_with_gaps
FROM readings AS r JOIN meters AS m USING (meter_id) JOIN feeders AS f ON f.feeder_id = m.feeder_id
JOIN substations AS s USING (substation_id)
WHERE m.utility_id = $utility_id AND $place IN ('', f.feeder_name, s.substation_name)
    AND r.reading_day >= $from_day AND r.reading_day < $to_day;

-- name: losses
-- engine: duckdb
-- One row: energy into a place's feeders less what customers' meters registered net, and its share of what went in.
WITH f AS (
    SELECT f.feeder_id FROM feeders AS f JOIN substations AS s USING (substation_id)
    WHERE f.utility_id = $utility_id AND $place IN ('', f.feeder_name, s.substation_name)
), head AS (
    SELECT sum(h.energy_delivered_kwh) AS kwh FROM feeder_head_readings AS h JOIN f USING (feeder_id)
    WHERE h.reading_day >= $from_day AND h.reading_day < $to_day
), sold AS (
    SELECT sum(r.energy_delivered_kwh - coalesce(r.energy_received_kwh, 0)) AS kwh
    FROM readings AS r JOIN meters AS m USING (meter_id) JOIN f ON f.feeder_id = m.feeder_id
    WHERE r.reading_day >= $from_day AND r.reading_day < $to_day
)
SELECT head.kwh - sold.kwh AS lost_kwh, 100 * (head.kwh - sold.kwh) / nullif(head.kwh, 0) AS lost_pct FROM head, sold;

-- name: feeders_by_losses
-- engine: duckdb
-- The n feeders with the greatest share lost.
WITH head AS (
    SELECT feeder_id, sum(energy_delivered_kwh) AS kwh FROM feeder_head_readings
    WHERE reading_day >= $from_day AND reading_day < $to_day GROUP BY 1
), sold AS (
    SELECT m.feeder_id, sum(r.energy_delivered_kwh - coalesce(r.energy_received_kwh, 0)) AS kwh
    FROM readings AS r JOIN meters AS m USING (meter_id) WHERE r.reading_day >= $from_day AND r.reading_day < $to_day GROUP BY 1
)
SELECT f.feeder_name, 100 * (h.kwh - s.kwh) / nullif(h.kwh, 0) AS lost_pct
FROM head AS h JOIN sold AS s USING (feeder_id) JOIN feeders AS f USING (feeder_id)
WHERE f.utility_id = $utility_id ORDER BY 2 DESC, 1 LIMIT $n;

-- name: losses_filled
-- engine: duckdb
-- One row: the second reading of losses: meters not read are taken to run like those of their feeder that were (as the
-- Losses view says it), over the intervals in which nine of ten were read; nothing that is missing counts as lost.
WITH f AS (
    SELECT f.feeder_id FROM feeders AS f JOIN substations AS s USING (substation_id)
    WHERE f.utility_id = $utility_id AND $place IN ('', f.feeder_name, s.substation_name)
), seen AS (
    SELECT DISTINCT meter_id FROM readings WHERE reading_day >= $to_day::date - 14 AND reading_day < $to_day
), served AS (
    SELECT m.feeder_id, count(*) AS meters FROM meters AS m JOIN f USING (feeder_id)
    WHERE m.is_active OR m.meter_id IN (SELECT meter_id FROM seen) GROUP BY 1
), sold AS (
    SELECT m.feeder_id, r.interval_start_at, count(*) FILTER (r.quality <> 'missing') AS meters,
        sum(r.energy_delivered_kwh - coalesce(r.energy_received_kwh, 0)) AS kwh
    FROM readings AS r JOIN meters AS m USING (meter_id) JOIN f ON f.feeder_id = m.feeder_id
    WHERE r.reading_day >= $from_day AND r.reading_day < $to_day GROUP BY 1, 2
), balance AS (
    SELECT h.energy_delivered_kwh AS head_kwh, s.kwh * greatest(n.meters, s.meters) / s.meters AS sold_kwh
    FROM feeder_head_readings AS h JOIN sold AS s USING (feeder_id, interval_start_at) JOIN served AS n USING (feeder_id)
    WHERE h.reading_day >= $from_day AND h.reading_day < $to_day AND s.meters >= 0.9 * n.meters
)
SELECT sum(head_kwh - sold_kwh) AS lost_kwh, 100 * sum(head_kwh - sold_kwh) / nullif(sum(head_kwh), 0) AS lost_pct FROM balance;

-- name: feeders_by_losses_filled
-- engine: duckdb
-- The n feeders with the greatest share lost, by the second reading (see losses_filled).
WITH seen AS (
    SELECT DISTINCT meter_id FROM readings WHERE reading_day >= $to_day::date - 14 AND reading_day < $to_day
), served AS (
    SELECT feeder_id, count(*) AS meters FROM meters
    WHERE is_active OR meter_id IN (SELECT meter_id FROM seen) GROUP BY 1
), sold AS (
    SELECT m.feeder_id, r.interval_start_at, count(*) FILTER (r.quality <> 'missing') AS meters,
        sum(r.energy_delivered_kwh - coalesce(r.energy_received_kwh, 0)) AS kwh
    FROM readings AS r JOIN meters AS m USING (meter_id)
    WHERE r.reading_day >= $from_day AND r.reading_day < $to_day GROUP BY 1, 2
), balance AS (
    SELECT h.feeder_id, h.energy_delivered_kwh AS head_kwh, s.kwh * greatest(n.meters, s.meters) / s.meters AS sold_kwh
    FROM feeder_head_readings AS h JOIN sold AS s USING (feeder_id, interval_start_at) JOIN served AS n USING (feeder_id)
    WHERE h.reading_day >= $from_day AND h.reading_day < $to_day AND s.meters >= 0.9 * n.meters
)
SELECT f.feeder_name, 100 * sum(b.head_kwh - b.sold_kwh) / nullif(sum(b.head_kwh), 0) AS lost_pct
FROM balance AS b JOIN feeders AS f USING (feeder_id)
WHERE f.utility_id = $utility_id GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $n;

-- name: feeders_by_energy
-- engine: duckdb
-- The n feeders into which the most energy went.
SELECT f.feeder_name, sum(h.energy_delivered_kwh) AS kwh FROM feeder_head_readings AS h JOIN feeders AS f USING (feeder_id)
WHERE f.utility_id = $utility_id AND h.reading_day >= $from_day AND h.reading_day < $to_day
GROUP BY 1 ORDER BY $sign * kwh, 1 LIMIT $n;

-- name: meters_by_energy
-- engine: duckdb
-- The n meters of a place that took the most.
SELECT m.meter_name, sum(r.energy_delivered_kwh) AS kwh
FROM readings AS r JOIN meters AS m USING (meter_id) JOIN feeders AS f ON f.feeder_id = m.feeder_id
WHERE m.utility_id = $utility_id AND $place IN ('', f.feeder_name) AND r.reading_day >= $from_day AND r.reading_day < $to_day
GROUP BY 1 HAVING sum(r.energy_delivered_kwh) IS NOT NULL ORDER BY 2 DESC, 1 LIMIT $n;

-- name: meters_by_low_voltage
-- engine: duckdb
-- The n meters of a place with the lowest voltage, in percent of nominal.
SELECT m.meter_name, min(100 * r.voltage_v / m.nominal_voltage_v) AS voltage_pct
FROM readings AS r JOIN meters AS m USING (meter_id) JOIN feeders AS f ON f.feeder_id = m.feeder_id
WHERE m.utility_id = $utility_id AND $place IN ('', f.feeder_name) AND r.reading_day >= $from_day AND r.reading_day < $to_day
    AND r.voltage_v > 0
GROUP BY 1 ORDER BY 2, 1 LIMIT $n;

-- name: transformer_readings
-- engine: duckdb
-- One row: what the meters on one transformer took, and its greatest hour in kVA and in percent of its rating.
WITH h AS (
    SELECT date_trunc('hour', r.interval_start_at) AS hour_at, sum(r.energy_delivered_kwh) AS kwh,
        sqrt((coalesce(sum(r.energy_delivered_kwh), 0) - coalesce(sum(r.energy_received_kwh), 0)) ^ 2
        + coalesce(sum(r.reactive_kvarh), 0) ^ 2) AS kva
    FROM readings AS r JOIN meters AS m USING (meter_id) JOIN transformers AS t ON t.transformer_id = m.transformer_id
    WHERE t.utility_id = $utility_id AND t.transformer_name = $name AND r.reading_day >= $from_day AND r.reading_day < $to_day
    GROUP BY 1
)
SELECT sum(kwh) AS kwh, max(kva) AS peak_kva, arg_max(hour_at, kva) AS peak_at,
    100 * max(kva) / (SELECT t.rated_kva FROM transformers AS t WHERE t.utility_id = $utility_id AND t.transformer_name = $name) AS peak_pct
FROM h;

-- name: transformers_over
-- engine: duckdb
-- A row a transformer of a place whose greatest hour was above a share of its rating.
WITH h AS (
    SELECT m.transformer_id, date_trunc('hour', r.interval_start_at) AS hour_at,
        sqrt((coalesce(sum(r.energy_delivered_kwh), 0) - coalesce(sum(r.energy_received_kwh), 0)) ^ 2
        + coalesce(sum(r.reactive_kvarh), 0) ^ 2) AS kva
    FROM readings AS r JOIN meters AS m USING (meter_id)
    WHERE m.utility_id = $utility_id AND r.reading_day >= $from_day AND r.reading_day < $to_day GROUP BY 1, 2
)
SELECT t.transformer_name, 100 * max(h.kva) / t.rated_kva AS peak_pct
FROM h JOIN transformers AS t USING (transformer_id) JOIN feeders AS f ON f.feeder_id = t.feeder_id
WHERE $place IN ('', f.feeder_name) GROUP BY 1, t.rated_kva HAVING max(h.kva) > $above_pct / 100 * t.rated_kva
ORDER BY 2 DESC, 1;

-- name: transformers_over_counted
-- engine: duckdb
-- One row: how many transformers of a place there are whose greatest hour was above a share of its rating.
WITH h AS (
    SELECT m.transformer_id, date_trunc('hour', r.interval_start_at) AS hour_at,
        sqrt((coalesce(sum(r.energy_delivered_kwh), 0) - coalesce(sum(r.energy_received_kwh), 0)) ^ 2
        + coalesce(sum(r.reactive_kvarh), 0) ^ 2) AS kva
    FROM readings AS r JOIN meters AS m USING (meter_id)
    WHERE m.utility_id = $utility_id AND r.reading_day >= $from_day AND r.reading_day < $to_day GROUP BY 1, 2
)
SELECT count(*) AS how_many FROM (SELECT t.transformer_id
FROM h JOIN transformers AS t USING (transformer_id) JOIN feeders AS f ON f.feeder_id = t.feeder_id
WHERE $place IN ('', f.feeder_name) GROUP BY t.transformer_id, t.rated_kva HAVING max(h.kva) > $above_pct / 100 * t.rated_kva) AS over_it;

-- name: metered_load
-- engine: duckdb
-- One row: what the customers' meters of a place took together, net, by interval: the second reading of a load.
WITH i AS (
    SELECT r.interval_start_at, sum((r.energy_delivered_kwh - coalesce(r.energy_received_kwh, 0)) * 60 / r.interval_minutes) AS kw
    FROM readings AS r JOIN meters AS m USING (meter_id) JOIN feeders AS f ON f.feeder_id = m.feeder_id
    JOIN substations AS s USING (substation_id)
    WHERE m.utility_id = $utility_id AND $place IN ('', f.feeder_name, s.substation_name)
        AND r.reading_day >= $from_day AND r.reading_day < $to_day GROUP BY 1
)
SELECT max(kw) AS peak_kw, max(kw) / 1000 AS peak_mw, min(kw) AS least_kw, arg_max(interval_start_at, kw) AS peak_at,
    100 * avg(kw) / max(kw) AS load_factor_pct, avg(kw) AS mean_kw
FROM i;

-- name: weather_of_period
-- engine: duckdb
-- One row: temperature and wind of a period.
SELECT max(temperature_c) AS max_c, min(temperature_c) AS min_c, avg(temperature_c) AS mean_c, max(wind_mps) AS max_wind
FROM weather WHERE utility_id = $utility_id AND observed_at >= $from_at AND observed_at < $to_at;

-- name: indices_before
-- engine: duckdb
-- One row: SAIDI, SAIFI and CAIDI of IEEE 1366 from the history's steps, by the customers served now.
WITH steps AS (
    SELECT feeder_id, customers_interrupted AS customers, coalesce(out_at, started_at) AS out_at, restored_at
    FROM outage_events WHERE utility_id = $utility_id AND restored_at IS NOT NULL
), served AS (
    SELECT count(*) AS customers FROM meters AS m JOIN feeders AS f USING (feeder_id)
    WHERE m.utility_id = $utility_id AND m.is_active AND $place IN ('', f.feeder_name)
), sums AS (
    SELECT sum(x.customers * epoch(x.restored_at - x.out_at) / 60) AS minutes, sum(x.customers) AS sustained
    FROM steps AS x JOIN feeders AS f USING (feeder_id)
    WHERE $place IN ('', f.feeder_name) AND x.out_at >= $from_at AND x.out_at < $to_at
        AND x.restored_at - x.out_at > INTERVAL 5 MINUTE
)
SELECT minutes / customers AS saidi, sustained / customers AS saifi, minutes / sustained AS caidi FROM sums, served;

-- name: outages_before
-- engine: duckdb
-- One row: how many outages of the history began in a period, and how many of a cause.
SELECT count(DISTINCT e.outage_id) AS outages, count(DISTINCT e.outage_id) FILTER (e.cause = $cause) AS by_cause
FROM outage_events AS e JOIN feeders AS f USING (feeder_id)
WHERE e.utility_id = $utility_id AND $place IN ('', f.feeder_name) AND e.started_at >= $from_at AND e.started_at < $to_at;

-- name: heads_at
-- engine: duckdb
-- One row: load of a place at an hour of a day by the heads of its feeders: of the interval that begins then, and the mean of the hour.
WITH f AS (
    SELECT f.feeder_id FROM feeders AS f JOIN substations AS s USING (substation_id)
    WHERE f.utility_id = $utility_id AND $place IN ('', f.feeder_name, s.substation_name)
), i AS (
    SELECT h.interval_start_at, sum(h.energy_delivered_kwh * 60 / h.interval_minutes) AS kw
    FROM feeder_head_readings AS h JOIN f USING (feeder_id)
    WHERE h.interval_start_at >= $from_at::timestamp + to_hours($hour::bigint)
        AND h.interval_start_at < $from_at::timestamp + to_hours($hour::bigint + 1) GROUP BY 1
)
SELECT arg_min(kw, interval_start_at) AS kw, avg(kw) AS hour_kw FROM i;

-- name: days_by_energy
-- engine: duckdb
-- A row a day of a period: what the heads of a place's feeders measured.
WITH f AS (
    SELECT f.feeder_id FROM feeders AS f JOIN substations AS s USING (substation_id)
    WHERE f.utility_id = $utility_id AND $place IN ('', f.feeder_name, s.substation_name)
)
SELECT h.reading_day AS day, sum(h.energy_delivered_kwh) AS kwh FROM feeder_head_readings AS h JOIN f USING (feeder_id)
WHERE h.reading_day >= $from_day AND h.reading_day < $to_day GROUP BY 1 ORDER BY 1;

-- name: days_by_metered_energy
-- engine: duckdb
-- A row a day of a period: what the customers' meters of a place registered: the second reading of its energy.
SELECT r.reading_day AS day, sum(r.energy_delivered_kwh) AS kwh
FROM readings AS r JOIN meters AS m USING (meter_id) JOIN feeders AS f ON f.feeder_id = m.feeder_id
JOIN substations AS s USING (substation_id)
WHERE m.utility_id = $utility_id AND $place IN ('', f.feeder_name, s.substation_name)
    AND r.reading_day >= $from_day AND r.reading_day < $to_day GROUP BY 1 ORDER BY 1;

-- name: transformers_by_peak
-- engine: duckdb
-- The n transformers of a place whose greatest hour of a period was the highest share of their rating.
WITH h AS (
    SELECT m.transformer_id, date_trunc('hour', r.interval_start_at) AS hour_at,
        sqrt((coalesce(sum(r.energy_delivered_kwh), 0) - coalesce(sum(r.energy_received_kwh), 0)) ^ 2
        + coalesce(sum(r.reactive_kvarh), 0) ^ 2) AS kva
    FROM readings AS r JOIN meters AS m USING (meter_id)
    WHERE m.utility_id = $utility_id AND r.reading_day >= $from_day AND r.reading_day < $to_day GROUP BY 1, 2
)
SELECT t.transformer_name, 100 * max(h.kva) / t.rated_kva AS peak_pct
FROM h JOIN transformers AS t USING (transformer_id) JOIN feeders AS f ON f.feeder_id = t.feeder_id
JOIN substations AS s USING (substation_id)
WHERE $place IN ('', f.feeder_name, s.substation_name) GROUP BY 1, t.rated_kva ORDER BY 2 DESC, 1 LIMIT $n;

-- name: meters_by_high_voltage
-- engine: duckdb
-- The n meters of a place with the highest voltage, in percent of nominal, and those that tie with the last one.
SELECT m.meter_name, max(100 * r.voltage_v / m.nominal_voltage_v) AS voltage_pct
FROM readings AS r JOIN meters AS m USING (meter_id) JOIN feeders AS f ON f.feeder_id = m.feeder_id
WHERE m.utility_id = $utility_id AND $place IN ('', f.feeder_name) AND r.reading_day >= $from_day AND r.reading_day < $to_day
GROUP BY 1 QUALIFY rank() OVER (ORDER BY voltage_pct DESC) <= $n ORDER BY 2 DESC, 1;

-- name: feeders_by_completeness
-- engine: duckdb
-- A row a feeder: readings received as a share of those expected, the lowest first.
SELECT f.feeder_name, 100.0 * count(*) FILTER (r.quality <> 'missing') / count(*) AS completeness_pct
FROM readings AS r JOIN meters AS m USING (meter_id) JOIN feeders AS f ON f.feeder_id = m.feeder_id
WHERE m.utility_id = $utility_id AND r.reading_day >= $from_day AND r.reading_day < $to_day GROUP BY 1 ORDER BY 2, 1 LIMIT $n;

-- name: metered_of_class
-- engine: duckdb
-- One row: what the meters of a class of customers registered in a place.
SELECT sum(r.energy_delivered_kwh) AS kwh, sum(r.energy_delivered_kwh) / 1000 AS mwh
FROM readings AS r JOIN meters AS m USING (meter_id) JOIN feeders AS f ON f.feeder_id = m.feeder_id
JOIN substations AS s USING (substation_id)
WHERE m.utility_id = $utility_id AND m.customer_class = $class AND $place IN ('', f.feeder_name, s.substation_name)
    AND r.reading_day >= $from_day AND r.reading_day < $to_day;
