-- The adapter between Flux's live schema and the tables substations, circuit_status_realtime, grid_assets_cache and
-- topology_connections_cache. Run it with psql after `fluxops migrate`; it may be run again. Two halves:
--
--   flux_adapter  theirs as ours: one view a table of the schema flux, column by column. load_from_views.sql copies them in.
--   flux_compat   ours as theirs: tools that ask for the old names find Flux's rows (SET search_path = flux_compat).
--
-- Their columns, as this file takes them; where yours differ, change the FROM of the four views that begin with `their_`:
--   substations                  substation_id, substation_name, latitude, longitude, voltage_level (kV), capacity_mva
--   circuit_status_realtime      circuit_id, substation_id, load_percent, health_score, status, voltage_level (kV), "timestamp"
--   grid_assets_cache            asset_id, asset_name, asset_type (pole, transformer, meter), latitude, longitude, load_percent,
--                                health_score, status, voltage (V), circuit_id, capacity_mva
--   topology_connections_cache   from_asset_id, to_asset_id, connection_type, circuit_id, rated_kva, distance_km, voltage_level (kV)
-- A connection leads away from the substation; one that ends at a meter says which transformer feeds it.
CREATE SCHEMA IF NOT EXISTS flux_adapter;

CREATE OR REPLACE VIEW flux_adapter.their_substations AS
SELECT substation_id::text, substation_name::text, latitude::float8, longitude::float8, voltage_level::real, capacity_mva::real
FROM public.substations;

CREATE OR REPLACE VIEW flux_adapter.their_circuits AS
SELECT DISTINCT ON (circuit_id)
    circuit_id::text, substation_id::text, load_percent::real, health_score::real, status::text, voltage_level::real,
    "timestamp"::timestamptz AS updated_at
FROM public.circuit_status_realtime
ORDER BY circuit_id, "timestamp" DESC;

CREATE OR REPLACE VIEW flux_adapter.their_assets AS
SELECT
    asset_id::text, asset_name::text, lower(asset_type::text) AS asset_type, latitude::float8, longitude::float8,
    load_percent::real, health_score::real, status::text, voltage::real, circuit_id::text, capacity_mva::real
FROM public.grid_assets_cache;

CREATE OR REPLACE VIEW flux_adapter.their_connections AS
SELECT
    from_asset_id::text, to_asset_id::text, connection_type::text, circuit_id::text, rated_kva::real, distance_km::real,
    voltage_level::real
FROM public.topology_connections_cache;

-- What their tables do not hold. Edit these before the first load: every number made of them is as good as they are.
CREATE OR REPLACE VIEW flux_adapter.assumed AS
SELECT
    1 AS utility_id,
    'Adapted utility' AS utility_name,
    'America/Chicago' AS time_zone,
    0.95::real AS power_factor,
    400::real AS segment_rated_a,
    25::real AS transformer_rated_kva,
    240::real AS secondary_v,
    12::real AS pole_height_m,
    2000::smallint AS installed_year,
    900::real AS monthly_kwh;

-- Two vertices as Flux keeps a path: little-endian int32 pairs (lon, lat) in 1e-7 degrees.
CREATE OR REPLACE FUNCTION flux_adapter.little(value integer) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT substring(b FROM 4 FOR 1) || substring(b FROM 3 FOR 1) || substring(b FROM 2 FOR 1) || substring(b FROM 1 FOR 1)
    FROM (SELECT int4send(value) AS b) AS big
$$;
CREATE OR REPLACE FUNCTION flux_adapter.path(lon_a float8, lat_a float8, lon_b float8, lat_b float8) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
    SELECT flux_adapter.little(round(lon_a * 1e7)::integer) || flux_adapter.little(round(lat_a * 1e7)::integer)
        || flux_adapter.little(round(lon_b * 1e7)::integer) || flux_adapter.little(round(lat_b * 1e7)::integer)
$$;
CREATE OR REPLACE FUNCTION flux_adapter.distance_m(lon_a float8, lat_a float8, lon_b float8, lat_b float8) RETURNS real
LANGUAGE sql IMMUTABLE AS $$
    SELECT (111320 * sqrt(power(lat_b - lat_a, 2) + power((lon_b - lon_a) * cos(radians((lat_a + lat_b) / 2)), 2)))::real
$$;

CREATE OR REPLACE VIEW flux_adapter.utilities AS
SELECT
    a.utility_id, a.utility_name, a.time_zone, false AS is_demo, NULL::integer AS seed, NULL::date AS as_of,
    jsonb_build_object('type', 'Polygon', 'coordinates', jsonb_build_array(jsonb_build_array(
        jsonb_build_array(box.west, box.south), jsonb_build_array(box.east, box.south),
        jsonb_build_array(box.east, box.north), jsonb_build_array(box.west, box.north),
        jsonb_build_array(box.west, box.south)
    ))) AS service_area,
    'grid_assets_cache and its sisters, through flux_adapter' AS source_note,
    now() AS loaded_at
FROM flux_adapter.assumed AS a
CROSS JOIN (
    SELECT min(longitude) - 0.01 AS west, max(longitude) + 0.01 AS east, min(latitude) - 0.01 AS south, max(latitude) + 0.01 AS north
    FROM (
        SELECT longitude, latitude FROM flux_adapter.their_assets
        UNION ALL SELECT longitude, latitude FROM flux_adapter.their_substations
    ) AS places
) AS box;

-- Ids: dense, numbered substation, feeder, transformer, meter, so that a feeder's meters are one range.
CREATE OR REPLACE VIEW flux_adapter.substations AS
SELECT
    row_number() OVER (ORDER BY s.substation_id)::integer AS substation_id, a.utility_id, s.substation_name,
    s.longitude AS lon, s.latitude AS lat, s.voltage_level AS voltage_kv, s.capacity_mva, s.substation_id AS their_id
FROM flux_adapter.their_substations AS s CROSS JOIN flux_adapter.assumed AS a;

CREATE OR REPLACE VIEW flux_adapter.circuit_numbers AS
SELECT row_number() OVER (ORDER BY s.substation_id, c.circuit_id)::integer AS feeder_id, s.substation_id, c.*
FROM (SELECT circuit_id, substation_id AS their_substation, load_percent, health_score, status, voltage_level, updated_at
    FROM flux_adapter.their_circuits) AS c
JOIN flux_adapter.substations AS s ON s.their_id = c.their_substation;

-- Everything that lines run to and from.
CREATE OR REPLACE VIEW flux_adapter.nodes AS
SELECT
    row_number() OVER (ORDER BY place.rank, place.their_id)::integer AS node_id, a.utility_id, place.their_id AS node_name,
    place.longitude AS lon, place.latitude AS lat
FROM (
    SELECT 1 AS rank, substation_id AS their_id, longitude, latitude FROM flux_adapter.their_substations
    UNION ALL
    SELECT 2, asset_id, longitude, latitude FROM flux_adapter.their_assets WHERE asset_type IN ('pole', 'transformer')
) AS place
CROSS JOIN flux_adapter.assumed AS a;

CREATE OR REPLACE VIEW flux_adapter.segments AS
SELECT
    row_number() OVER (ORDER BY c.feeder_id, k.from_asset_id, k.to_asset_id)::integer AS segment_id, a.utility_id, c.feeder_id,
    k.from_asset_id || ' - ' || k.to_asset_id AS segment_name, f.node_id AS from_node_id, t.node_id AS to_node_id,
    'ABC' AS phases, coalesce(k.voltage_level, c.voltage_level) AS voltage_kv,
    coalesce(k.distance_km * 1000, flux_adapter.distance_m(f.lon, f.lat, t.lon, t.lat))::real AS length_m,
    k.connection_type ILIKE '%underground%' AS is_underground, 'not recorded' AS conductor, a.segment_rated_a AS rated_a,
    a.installed_year, flux_adapter.path(f.lon, f.lat, t.lon, t.lat) AS path
FROM flux_adapter.their_connections AS k
JOIN flux_adapter.circuit_numbers AS c ON c.circuit_id = k.circuit_id
JOIN flux_adapter.nodes AS f ON f.node_name = k.from_asset_id
JOIN flux_adapter.nodes AS t ON t.node_name = k.to_asset_id
CROSS JOIN flux_adapter.assumed AS a;

CREATE OR REPLACE VIEW flux_adapter.poles AS
SELECT
    row_number() OVER (ORDER BY c.feeder_id, p.asset_id)::integer AS pole_id, a.utility_id, c.feeder_id, n.node_id,
    p.asset_name AS pole_name, p.longitude AS lon, p.latitude AS lat, 'not recorded' AS material, a.pole_height_m AS height_m,
    a.installed_year, coalesce(p.health_score, 'NaN')::real AS health_score
FROM flux_adapter.their_assets AS p
JOIN flux_adapter.circuit_numbers AS c ON c.circuit_id = p.circuit_id
JOIN flux_adapter.nodes AS n ON n.node_name = p.asset_id
CROSS JOIN flux_adapter.assumed AS a
WHERE p.asset_type = 'pole';

CREATE OR REPLACE VIEW flux_adapter.transformer_numbers AS
SELECT
    row_number() OVER (ORDER BY c.feeder_id, t.asset_id)::integer AS transformer_id, c.feeder_id, c.voltage_level, n.node_id,
    coalesce(k.rated_kva, 1000 * nullif(t.capacity_mva, 0), a.transformer_rated_kva)::real AS rated_kva, t.*
FROM (SELECT asset_id, asset_name, longitude, latitude, load_percent, health_score, status, capacity_mva, circuit_id
    FROM flux_adapter.their_assets WHERE asset_type = 'transformer') AS t
JOIN flux_adapter.circuit_numbers AS c ON c.circuit_id = t.circuit_id
JOIN flux_adapter.nodes AS n ON n.node_name = t.asset_id
LEFT JOIN (
    SELECT to_asset_id, max(rated_kva) AS rated_kva FROM flux_adapter.their_connections GROUP BY to_asset_id
) AS k ON k.to_asset_id = t.asset_id
CROSS JOIN flux_adapter.assumed AS a;

CREATE OR REPLACE VIEW flux_adapter.meters AS
SELECT
    row_number() OVER (ORDER BY t.transformer_id, m.asset_id)::integer AS meter_id, a.utility_id, t.feeder_id, t.transformer_id,
    t.node_id, m.asset_name AS meter_name, m.longitude AS lon, m.latitude AS lat, 'A' AS phases,
    coalesce(nullif(m.voltage, 0), a.secondary_v)::real AS nominal_voltage_v, 'residential' AS customer_class, a.monthly_kwh,
    false AS has_solar, false AS has_ev, coalesce(m.status, '') NOT ILIKE 'inactive' AS is_active, m.asset_id AS their_id
FROM flux_adapter.their_assets AS m
JOIN flux_adapter.their_connections AS k ON k.to_asset_id = m.asset_id
JOIN flux_adapter.transformer_numbers AS t ON t.asset_id = k.from_asset_id
CROSS JOIN flux_adapter.assumed AS a
WHERE m.asset_type = 'meter';

CREATE OR REPLACE VIEW flux_adapter.customers AS
SELECT
    meter_id AS customer_id, utility_id, meter_id, 'A-' || their_id AS account_number, customer_class, is_active,
    NULL::text AS critical_kind, NULL::text AS customer_name, NULL::text AS service_address, NULL::text AS phone
FROM flux_adapter.meters;

CREATE OR REPLACE VIEW flux_adapter.transformers AS
SELECT
    t.transformer_id, a.utility_id, t.feeder_id, t.node_id, NULL::integer AS secondary_node_id, NULL::integer AS pole_id,
    t.asset_name AS transformer_name, 'service' AS kind, 'A' AS phases, t.rated_kva, t.voltage_level AS primary_kv, a.secondary_v,
    false AS is_underground, a.installed_year, coalesce(t.health_score, 'NaN')::real AS health_score,
    (t.rated_kva * a.power_factor)::real AS peak_load_kw, coalesce(m.active, 0)::integer AS customers_served,
    t.longitude AS lon, t.latitude AS lat
FROM flux_adapter.transformer_numbers AS t
LEFT JOIN (
    SELECT transformer_id, count(*) FILTER (WHERE is_active) AS active FROM flux_adapter.meters GROUP BY transformer_id
) AS m USING (transformer_id)
CROSS JOIN flux_adapter.assumed AS a;

CREATE OR REPLACE VIEW flux_adapter.feeders AS
SELECT
    c.feeder_id, a.utility_id, c.substation_id, c.circuit_id AS feeder_name, c.voltage_level AS voltage_kv, n.node_id AS head_node_id,
    (greatest(coalesce(t.rated_kva, 0), 1) / (sqrt(3) * c.voltage_level))::real AS rated_a,
    greatest(coalesce(t.rated_kva, 0), 1)::real AS rated_kva, (coalesce(t.rated_kva, 0) * a.power_factor)::real AS peak_load_kw
FROM flux_adapter.circuit_numbers AS c
JOIN flux_adapter.nodes AS n ON n.node_name = c.their_substation
LEFT JOIN (SELECT feeder_id, sum(rated_kva) AS rated_kva FROM flux_adapter.transformer_numbers GROUP BY feeder_id) AS t USING (feeder_id)
CROSS JOIN flux_adapter.assumed AS a;

CREATE OR REPLACE VIEW flux_adapter.transformer_status AS
SELECT
    t.transformer_id, a.utility_id, t.feeder_id, (coalesce(t.load_percent, 0) / 100 * t.rated_kva * a.power_factor)::real AS load_kw,
    coalesce(t.load_percent, 0)::real AS load_pct, 120::real AS voltage_v,
    coalesce(t.status, '') NOT ILIKE ALL (ARRAY['%outage%', '%offline%', '%de-energi%']) AS is_energized, now() AS updated_at
FROM flux_adapter.transformer_numbers AS t CROSS JOIN flux_adapter.assumed AS a;

CREATE OR REPLACE VIEW flux_adapter.feeder_status AS
SELECT
    f.feeder_id, f.utility_id, (coalesce(c.load_percent, 0) / 100 * f.rated_kva * a.power_factor)::real AS load_kw,
    coalesce(c.load_percent, 0)::real AS load_pct, (coalesce(c.load_percent, 0) / 100 * f.rated_a)::real AS current_a, f.voltage_kv,
    a.power_factor, coalesce(c.status, '') NOT ILIKE ALL (ARRAY['%outage%', '%offline%', '%de-energi%']) AS is_energized, c.updated_at
FROM flux_adapter.feeders AS f
JOIN flux_adapter.circuit_numbers AS c USING (feeder_id)
CROSS JOIN flux_adapter.assumed AS a;

CREATE OR REPLACE VIEW flux_adapter.feeder_summary AS
SELECT
    f.feeder_id, f.utility_id, f.substation_id, coalesce(s.rows, 0)::integer AS segments, coalesce(p.rows, 0)::integer AS poles,
    coalesce(t.rows, 0)::integer AS transformers, coalesce(m.rows, 0)::integer AS meters, coalesce(m.active, 0)::integer AS customers_served,
    coalesce(s.length_km, 0)::real AS length_km, coalesce(t.health_score, 'NaN')::real AS average_health_score
FROM flux_adapter.feeders AS f
LEFT JOIN (SELECT feeder_id, count(*) AS rows, sum(length_m::float8) / 1000 AS length_km FROM flux_adapter.segments GROUP BY 1) AS s USING (feeder_id)
LEFT JOIN (SELECT feeder_id, count(*) AS rows FROM flux_adapter.poles GROUP BY 1) AS p USING (feeder_id)
LEFT JOIN (SELECT feeder_id, count(*) AS rows, avg(flux.known(health_score)) AS health_score FROM flux_adapter.transformers GROUP BY 1) AS t USING (feeder_id)
LEFT JOIN (SELECT feeder_id, count(*) AS rows, count(*) FILTER (WHERE is_active) AS active FROM flux_adapter.meters GROUP BY 1) AS m USING (feeder_id);

-- Ours as theirs.
CREATE SCHEMA IF NOT EXISTS flux_compat;

CREATE OR REPLACE VIEW flux_compat.substations AS
SELECT
    substation_name AS substation_id, substation_name, lat AS latitude, lon AS longitude, voltage_kv AS voltage_level, capacity_mva
FROM flux.substations;

CREATE OR REPLACE VIEW flux_compat.circuit_status_realtime AS
SELECT
    f.feeder_name AS circuit_id, b.substation_name AS substation_id, s.load_pct AS load_percent,
    y.average_health_score AS health_score,
    CASE
        WHEN NOT s.is_energized THEN 'outage'
        WHEN s.load_pct > 85 OR y.average_health_score < 50 THEN 'critical'
        WHEN s.load_pct > 70 OR y.average_health_score < 70 THEN 'warning'
        ELSE 'normal'
    END AS status,
    f.voltage_kv AS voltage_level, y.customers_served AS connected_customers, s.updated_at AS "timestamp"
FROM flux.feeders AS f
JOIN flux.substations AS b USING (substation_id)
JOIN flux.feeder_status AS s USING (feeder_id)
JOIN flux.feeder_summary AS y USING (feeder_id);

CREATE OR REPLACE VIEW flux_compat.grid_assets_cache AS
SELECT
    p.pole_name AS asset_id, p.pole_name AS asset_name, 'pole' AS asset_type, p.lat AS latitude, p.lon AS longitude,
    NULL::real AS load_percent, p.health_score, 'in service' AS status, NULL::real AS voltage, f.feeder_name AS circuit_id,
    NULL::real AS capacity_mva, NULL::integer AS connected_customers
FROM flux.poles AS p JOIN flux.feeders AS f USING (feeder_id)
UNION ALL
SELECT
    t.transformer_name, t.transformer_name, 'transformer', t.lat, t.lon, s.load_pct, t.health_score,
    CASE WHEN s.is_energized THEN 'in service' ELSE 'outage' END, t.secondary_v, f.feeder_name, t.rated_kva / 1000, t.customers_served
FROM flux.transformers AS t
JOIN flux.feeders AS f USING (feeder_id)
JOIN flux.transformer_status AS s USING (transformer_id)
UNION ALL
SELECT
    m.meter_name, m.meter_name, 'meter', m.lat, m.lon, NULL, NULL, CASE WHEN m.is_active THEN 'active' ELSE 'inactive' END,
    m.nominal_voltage_v, f.feeder_name, NULL, m.is_active::integer
FROM flux.meters AS m JOIN flux.feeders AS f USING (feeder_id);

CREATE OR REPLACE VIEW flux_compat.topology_connections_cache AS
SELECT
    a.node_name AS from_asset_id, b.node_name AS to_asset_id, CASE WHEN s.is_underground THEN 'underground' ELSE 'overhead' END AS connection_type,
    f.feeder_name AS circuit_id, NULL::real AS rated_kva, s.length_m / 1000 AS distance_km, s.voltage_kv AS voltage_level,
    a.lat AS from_lat, a.lon AS from_lon, b.lat AS to_lat, b.lon AS to_lon
FROM flux.segments AS s
JOIN flux.feeders AS f USING (feeder_id)
JOIN flux.nodes AS a ON a.node_id = s.from_node_id
JOIN flux.nodes AS b ON b.node_id = s.to_node_id
UNION ALL
SELECT
    t.transformer_name, m.meter_name, 'service', f.feeder_name, t.rated_kva, NULL, m.nominal_voltage_v / 1000, t.lat, t.lon, m.lat, m.lon
FROM flux.meters AS m
JOIN flux.transformers AS t USING (transformer_id)
JOIN flux.feeders AS f ON f.feeder_id = m.feeder_id;
