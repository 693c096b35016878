-- What the condition of assets means: health, probability of failure and risk, as the last assessment found them.
--
-- NaN: not known. All of it is computed (data_sources/studies/assets/); what a utility says of its assets stands in
-- flux.inspections, flux.asset_failures, flux.asset_nameplates and flux.vegetation.

-- One row a transformer or pole that was assessed.
CREATE TABLE flux.asset_health (
    asset_kind      text NOT NULL CHECK (asset_kind IN ('transformer', 'pole')),
    asset_id        integer NOT NULL,
    utility_id      integer NOT NULL REFERENCES flux.utilities ON DELETE CASCADE,
    assessed_at     timestamptz NOT NULL,
    asset_class     text NOT NULL,                 -- 'pole-mount transformer', 'pad-mount transformer', 'wood pole' …
    health_score    real NOT NULL,                 -- 0 (failed) to 100 (new); NaN where no part is known
    health_low      real NOT NULL,                 -- the score were every part that is not known the worst, …
    health_high     real NOT NULL,                 -- … and were it the best
    age_years       real NOT NULL,
    part_age        real NOT NULL,                 -- parts of the score, each 0 to 100
    part_condition  real NOT NULL,
    part_loading    real NOT NULL,
    part_life       real NOT NULL,
    part_voltage    real NOT NULL,
    part_kin        real NOT NULL,
    failure_probability real NOT NULL,             -- within one year
    failure_probability_low real NOT NULL,
    failure_probability_high real NOT NULL,
    customers       integer NOT NULL,              -- that a failure interrupts
    critical_customers integer NOT NULL,
    outage_hours    real NOT NULL,                 -- expected, until it is replaced
    risk_customer_minutes real NOT NULL,           -- a year
    risk_cost       real NOT NULL,                 -- US$ a year
    replacement_cost real NOT NULL,                -- US$
    loss_of_life_pct real NOT NULL,                -- a year
    hot_spot_max_c  real NOT NULL,
    peak_load_pct   real NOT NULL,
    inspection_age_years real NOT NULL,            -- since it was inspected last
    remaining_strength_pct real NOT NULL,          -- poles: of the strength required of a new one
    is_simulated    boolean NOT NULL,
    PRIMARY KEY (asset_kind, asset_id)
);
CREATE INDEX asset_health_utility ON flux.asset_health (utility_id);

-- One row a segment beside which vegetation was surveyed.
CREATE TABLE flux.vegetation_risk (
    segment_id      integer PRIMARY KEY,
    utility_id      integer NOT NULL REFERENCES flux.utilities ON DELETE CASCADE,
    assessed_at     timestamptz NOT NULL,
    risk            real NOT NULL,                 -- 0 to 1; NaN where the survey does not say enough
    level           text NOT NULL CHECK (level IN ('low', 'moderate', 'high', 'critical', 'unknown')),
    required_clearance_m real NOT NULL,            -- between line and canopy, by voltage
    clearance_m     real NOT NULL,                 -- between line and canopy now: as surveyed, less the growth since
    trim_in_years   real NOT NULL,                 -- until the canopy is closer than required; 0: it is
    customers       integer NOT NULL,              -- that a fault of the segment interrupts
    is_simulated    boolean NOT NULL
);
CREATE INDEX vegetation_risk_utility ON flux.vegetation_risk (utility_id);

-- One row a utility: of what its assessment was made, and what holds for all its assets.
CREATE TABLE flux.asset_assessments (
    utility_id      integer PRIMARY KEY REFERENCES flux.utilities ON DELETE CASCADE,
    assessed_at     timestamptz NOT NULL,
    inputs          text NOT NULL,                 -- mark of the rows it was made of: another mark, another assessment
    parameters      jsonb NOT NULL,                -- weights, costs and durations that were used, each with its source
    hazards         jsonb NOT NULL,                -- by class: shape and scale with their bands, fitted or assumed
    back_test       jsonb,                         -- ranked as of a year earlier against what failed since; NULL: cannot be
    is_simulated    boolean NOT NULL
);

CREATE TRIGGER notify AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON flux.asset_assessments
    FOR EACH STATEMENT EXECUTE FUNCTION flux.notify_topic('asset_health');
