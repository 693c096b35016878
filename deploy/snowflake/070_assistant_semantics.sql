-- What Cortex Analyst may ask of one utility: views of its rows alone, and what they mean in operators' words.
-- The views are secure: no statement sees beyond their WHERE.
--
--   snow sql -f deploy/snowflake/070_assistant_semantics.sql -D database=FLUX -D schema=HISTORY -D utility_id=1
USE SCHEMA <% database %>.<% schema %>;

CREATE OR REPLACE SECURE VIEW assistant_places_<% utility_id %> AS
SELECT f.feeder_id, f.feeder_name, s.substation_name, f.voltage_kv, f.rated_kva
FROM feeders AS f
JOIN substations AS s ON s.substation_id = f.substation_id
WHERE f.utility_id = <% utility_id %>;

CREATE OR REPLACE SECURE VIEW assistant_transformers_<% utility_id %> AS
SELECT transformer_id, feeder_id, transformer_name, kind, phases, rated_kva, installed_year, health_score
FROM transformers
WHERE utility_id = <% utility_id %>;

CREATE OR REPLACE SECURE VIEW assistant_meter_list_<% utility_id %> AS
SELECT meter_id, feeder_id, transformer_id, meter_name, customer_class, has_solar, has_ev, is_active
FROM meters
WHERE utility_id = <% utility_id %>;

CREATE OR REPLACE SECURE VIEW assistant_feeder_load_<% utility_id %> AS
SELECT l.feeder_id, l.interval_start_at, l.interval_minutes, l.reading_day, l.energy_delivered_kwh, l.energy_received_kwh
FROM feeder_interval_load AS l
JOIN feeders AS f ON f.feeder_id = l.feeder_id
WHERE f.utility_id = <% utility_id %>;

-- The highest load of a substation or of the utility is that of its feeders at one time, so they are summed first.
CREATE OR REPLACE SECURE VIEW assistant_substation_load_<% utility_id %> AS
SELECT
    s.substation_id, s.substation_name, l.interval_start_at, l.reading_day,
    SUM((l.energy_delivered_kwh - l.energy_received_kwh) * 60 / l.interval_minutes) AS load_kw
FROM feeder_interval_load AS l
JOIN feeders AS f ON f.feeder_id = l.feeder_id
JOIN substations AS s ON s.substation_id = f.substation_id
WHERE f.utility_id = <% utility_id %>
GROUP BY s.substation_id, s.substation_name, l.interval_start_at, l.reading_day;

CREATE OR REPLACE SECURE VIEW assistant_utility_load_<% utility_id %> AS
SELECT
    l.interval_start_at, l.reading_day,
    SUM((l.energy_delivered_kwh - l.energy_received_kwh) * 60 / l.interval_minutes) AS load_kw
FROM feeder_interval_load AS l
JOIN feeders AS f ON f.feeder_id = l.feeder_id
WHERE f.utility_id = <% utility_id %>
GROUP BY l.interval_start_at, l.reading_day;

CREATE OR REPLACE SECURE VIEW assistant_transformer_days_<% utility_id %> AS
SELECT d.transformer_id, d.reading_day, d.energy_delivered_kwh, d.energy_received_kwh, d.peak_kva
FROM transformer_day AS d
JOIN feeders AS f ON f.feeder_id = d.feeder_id
WHERE f.utility_id = <% utility_id %>;

CREATE OR REPLACE SECURE VIEW assistant_meter_days_<% utility_id %> AS
SELECT
    d.meter_id, d.reading_day, d.energy_delivered_kwh, d.energy_received_kwh, d.peak_kw, d.voltage_pct_min,
    d.voltage_pct_max, d.minutes_below_a, d.minutes_above_a, d.intervals_expected, d.intervals_received
FROM meter_day AS d
JOIN meters AS m ON m.meter_id = d.meter_id
WHERE m.utility_id = <% utility_id %>;

CREATE OR REPLACE SECURE VIEW assistant_outages_<% utility_id %> AS
SELECT outage_id, feeder_id, started_at, restored_at, cause, customers_interrupted, customer_minutes
FROM outage_events
WHERE utility_id = <% utility_id %>;

CREATE OR REPLACE SEMANTIC VIEW assistant_grid_<% utility_id %>
    TABLES (
        places AS assistant_places_<% utility_id %> PRIMARY KEY (feeder_id)
            WITH SYNONYMS ('feeders', 'circuits') COMMENT = 'Feeders with their substation',
        transformers AS assistant_transformers_<% utility_id %> PRIMARY KEY (transformer_id)
            WITH SYNONYMS ('tx', 'xfmr') COMMENT = 'Transformers',
        meters AS assistant_meter_list_<% utility_id %> PRIMARY KEY (meter_id)
            WITH SYNONYMS ('service points') COMMENT = 'Meters of customers',
        feeder_load AS assistant_feeder_load_<% utility_id %>
            COMMENT = 'Energy of the meters of a feeder by interval; interval_start_at is UTC, reading_day local',
        substation_load AS assistant_substation_load_<% utility_id %>
            COMMENT = 'Load of a substation by interval, its feeders summed; interval_start_at is UTC, reading_day local',
        utility_load AS assistant_utility_load_<% utility_id %>
            COMMENT = 'Load of the whole utility by interval, its feeders summed; interval_start_at is UTC, reading_day local',
        transformer_days AS assistant_transformer_days_<% utility_id %>
            COMMENT = 'Energy and highest hour of a transformer by local day',
        meter_days AS assistant_meter_days_<% utility_id %>
            COMMENT = 'Energy, voltage and completeness of a meter by local day',
        outages AS assistant_outages_<% utility_id %> PRIMARY KEY (outage_id)
            WITH SYNONYMS ('interruptions', 'events') COMMENT = 'Sustained outages of the past; times are UTC'
    )
    RELATIONSHIPS (
        transformers_of_feeder AS transformers (feeder_id) REFERENCES places,
        meters_of_transformer AS meters (transformer_id) REFERENCES transformers,
        load_of_feeder AS feeder_load (feeder_id) REFERENCES places,
        days_of_transformer AS transformer_days (transformer_id) REFERENCES transformers,
        days_of_meter AS meter_days (meter_id) REFERENCES meters,
        outages_of_feeder AS outages (feeder_id) REFERENCES places
    )
    FACTS (
        transformer_days.peak_share AS transformer_days.peak_kva / NULLIF(transformers.rated_kva, 0)
            COMMENT = 'Highest hour of the day as a share of the rating; over 1 is overloaded',
        outages.minutes_out AS DATEDIFF('minute', outages.started_at, outages.restored_at)
            COMMENT = 'Minutes from the beginning of an outage to its end'
    )
    DIMENSIONS (
        places.feeder AS places.feeder_name WITH SYNONYMS = ('feeder', 'circuit') COMMENT = 'Name, such as F0042',
        places.substation AS places.substation_name WITH SYNONYMS = ('sub') COMMENT = 'Name, such as SUB-012',
        transformers.transformer AS transformers.transformer_name COMMENT = 'Name, such as TX-0042-017',
        transformers.transformer_kind AS transformers.kind COMMENT = 'service, substation, regulator or step',
        transformers.installed AS transformers.installed_year COMMENT = 'Year of installation',
        meters.meter AS meters.meter_name COMMENT = 'Name of the meter',
        meters.class_of_customer AS meters.customer_class COMMENT = 'residential, commercial or industrial',
        meters.solar AS meters.has_solar COMMENT = 'Whether it has solar panels',
        feeder_load.load_day AS feeder_load.reading_day COMMENT = 'Local day',
        feeder_load.load_at AS feeder_load.interval_start_at COMMENT = 'Start of the interval, UTC',
        substation_load.loaded_substation AS substation_load.substation_name
            WITH SYNONYMS = ('substation of the load') COMMENT = 'Name, such as SUB-012',
        substation_load.substation_load_day AS substation_load.reading_day COMMENT = 'Local day',
        substation_load.substation_load_at AS substation_load.interval_start_at COMMENT = 'Start of the interval, UTC',
        utility_load.utility_load_day AS utility_load.reading_day COMMENT = 'Local day',
        utility_load.utility_load_at AS utility_load.interval_start_at COMMENT = 'Start of the interval, UTC',
        transformer_days.transformer_day AS transformer_days.reading_day COMMENT = 'Local day',
        meter_days.meter_day AS meter_days.reading_day COMMENT = 'Local day',
        outages.outage_cause AS outages.cause WITH SYNONYMS = ('reason') COMMENT = 'Cause, such as tree or equipment_failure',
        outages.outage_start AS outages.started_at COMMENT = 'Beginning, UTC'
    )
    METRICS (
        places.feeders AS COUNT(places.feeder_id) COMMENT = 'Number of feeders',
        transformers.transformer_count AS COUNT(transformers.transformer_id) COMMENT = 'Number of transformers',
        transformers.average_health AS AVG(transformers.health_score) COMMENT = 'Mean health, 0 failed to 100 new',
        meters.meter_count AS COUNT(meters.meter_id) COMMENT = 'Number of meters',
        feeder_load.energy_kwh AS SUM(feeder_load.energy_delivered_kwh - feeder_load.energy_received_kwh)
            WITH SYNONYMS = ('net energy', 'consumption') COMMENT = 'Net energy of the meters, kWh',
        feeder_load.highest_feeder_kw
            AS MAX((feeder_load.energy_delivered_kwh - feeder_load.energy_received_kwh) * 60 / feeder_load.interval_minutes)
            WITH SYNONYMS = ('peak load of a feeder', 'maximum demand of a feeder')
            COMMENT = 'Highest mean power of an interval of one single feeder, kW; never that of a substation or the utility',
        substation_load.substation_peak_kw AS MAX(substation_load.load_kw)
            WITH SYNONYMS = ('peak load of a substation', 'maximum demand of a substation')
            COMMENT = 'Highest mean power of an interval of a substation, all its feeders at one time, kW',
        utility_load.utility_peak_kw AS MAX(utility_load.load_kw)
            WITH SYNONYMS = ('peak load', 'maximum demand', 'system peak')
            COMMENT = 'Highest mean power of an interval of the whole utility, all its feeders at one time, kW',
        transformer_days.highest_kva AS MAX(transformer_days.peak_kva) COMMENT = 'Highest hour, kVA',
        transformer_days.highest_share AS MAX(transformer_days.peak_share) COMMENT = 'Highest hour as a share of the rating',
        meter_days.meter_energy_kwh AS SUM(meter_days.energy_delivered_kwh) COMMENT = 'Energy to the customers, kWh',
        meter_days.lowest_voltage_pct AS MIN(meter_days.voltage_pct_min) COMMENT = 'Lowest voltage, % of nominal',
        meter_days.completeness AS SUM(meter_days.intervals_received) / NULLIF(SUM(meter_days.intervals_expected), 0)
            COMMENT = 'Share of the expected reads that came',
        outages.outage_count AS COUNT(outages.outage_id) COMMENT = 'Number of sustained outages',
        outages.customers AS SUM(outages.customers_interrupted) COMMENT = 'Customer interruptions',
        outages.minutes AS SUM(outages.customer_minutes) WITH SYNONYMS = ('CMI') COMMENT = 'Customer minutes interrupted'
    )
    COMMENT = 'Grid of one utility: loads, voltages, health and past outages; the present state is not in it';

GRANT SELECT ON ALL VIEWS IN SCHEMA <% database %>.<% schema %> TO ROLE flux_reader;
GRANT REFERENCES, SELECT ON SEMANTIC VIEW assistant_grid_<% utility_id %> TO ROLE flux_reader;
