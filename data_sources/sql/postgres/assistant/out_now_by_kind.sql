-- One row: the active accounts that are without supply now in a place (substation_id, feeder_id; 0: all), by kind, and what
-- their meters take in the mean, kWh of a month over 730 h, as the cascade study reckons it; NaN where none says.
-- result: meters_out int64, residential_out int64, commercial_out int64, industrial_out int64, solar_out int64,
-- ev_out int64, life_support_out int64, hospital_out int64, nursing_home_out int64, water_out int64, police_out int64,
-- fire_out int64, school_out int64, shelter_out int64, telecom_out int64, load_out_kw float64
-- topics: outages, network
WITH lasting AS (
    SELECT o.outage_id, o.meter_id
    FROM flux.outages AS o
    JOIN flux.feeders AS f ON f.feeder_id = o.feeder_id
    WHERE
        o.utility_id = :utility_id AND o.is_active AND :feeder_id IN (0, o.feeder_id)
        AND :substation_id IN (0, f.substation_id)
),
dark AS (
    SELECT DISTINCT t.transformer_id, o.meter_id
    FROM lasting AS o
    JOIN flux.interruptions AS i ON i.outage_id = o.outage_id AND i.restored_at IS NULL
    CROSS JOIN LATERAL unnest(i.transformer_ids) AS t (transformer_id)
),
meters AS (
    SELECT DISTINCT m.meter_id
    FROM dark AS d
    JOIN flux.meters AS m ON m.transformer_id = d.transformer_id
    WHERE d.meter_id IS NULL OR m.meter_id = d.meter_id
)
SELECT
    count(*) AS meters_out,
    count(*) FILTER (WHERE m.customer_class = 'residential') AS residential_out,
    count(*) FILTER (WHERE m.customer_class = 'commercial') AS commercial_out,
    count(*) FILTER (WHERE m.customer_class = 'industrial') AS industrial_out,
    count(*) FILTER (WHERE m.has_solar) AS solar_out,
    count(*) FILTER (WHERE m.has_ev) AS ev_out,
    count(*) FILTER (WHERE c.critical_kind = 'life_support') AS life_support_out,
    count(*) FILTER (WHERE c.critical_kind LIKE '%hospital%') AS hospital_out,
    count(*) FILTER (WHERE c.critical_kind = 'nursing_home') AS nursing_home_out,
    count(*) FILTER (WHERE c.critical_kind LIKE 'water%') AS water_out,
    count(*) FILTER (WHERE c.critical_kind LIKE 'police%') AS police_out,
    count(*) FILTER (WHERE c.critical_kind LIKE 'fire%') AS fire_out,
    count(*) FILTER (WHERE c.critical_kind LIKE '%school%') AS school_out,
    count(*) FILTER (WHERE c.critical_kind LIKE '%shelter%') AS shelter_out,
    count(*) FILTER (WHERE c.critical_kind LIKE 'telecom%') AS telecom_out,
    CASE WHEN count(*) = 0 THEN 0 ELSE coalesce(sum(flux.known(m.monthly_kwh)) / 730, 'NaN') END::float8 AS load_out_kw
FROM meters AS d
JOIN flux.meters AS m ON m.meter_id = d.meter_id AND m.is_active
LEFT JOIN flux.customers AS c ON c.meter_id = m.meter_id AND c.is_active AND c.critical_kind IS NOT NULL
