-- What happened and what is known of the assets over time; a demo fills these with simulated rows.
CREATE TABLE IF NOT EXISTS outage_events (
    outage_id               BIGINT NOT NULL,
    utility_id              INTEGER NOT NULL,
    feeder_id               INTEGER NOT NULL,
    transformer_id          INTEGER,
    started_at              TIMESTAMP_NTZ NOT NULL,
    restored_at             TIMESTAMP_NTZ,
    cause                   VARCHAR NOT NULL,
    customers_interrupted   INTEGER NOT NULL,
    customer_minutes        DOUBLE NOT NULL,
    is_simulated            BOOLEAN NOT NULL
);

CREATE TABLE IF NOT EXISTS weather (
    utility_id              INTEGER NOT NULL,
    observed_at             TIMESTAMP_NTZ NOT NULL, -- start of the hour, UTC
    temperature_c           FLOAT NOT NULL,
    humidity_pct            FLOAT NOT NULL,
    wind_mps                FLOAT NOT NULL,
    is_simulated            BOOLEAN NOT NULL
);

CREATE TABLE IF NOT EXISTS asset_health_history (
    asset_kind              VARCHAR NOT NULL,       -- pole, transformer
    asset_id                INTEGER NOT NULL,
    assessed_on             DATE NOT NULL,
    health_score            FLOAT NOT NULL          -- 0 (failed) to 100 (new)
) CLUSTER BY (asset_kind, asset_id);

CREATE TABLE IF NOT EXISTS sap_work_orders (
    work_order_id           INTEGER NOT NULL,
    utility_id              INTEGER NOT NULL,
    asset_kind              VARCHAR NOT NULL,
    asset_id                INTEGER NOT NULL,
    feeder_id               INTEGER NOT NULL,
    work_type               VARCHAR NOT NULL,       -- inspection, repair, replacement, vegetation
    status                  VARCHAR NOT NULL,       -- open, scheduled, completed
    created_at              TIMESTAMP_NTZ NOT NULL,
    completed_at            TIMESTAMP_NTZ,
    labour_hours            FLOAT
);

-- Hot-spot temperature and loss of life by transformer and hour; filled by the thermal model.
CREATE TABLE IF NOT EXISTS thermal_stress (
    transformer_id          INTEGER NOT NULL,
    hour_start_at           TIMESTAMP_NTZ NOT NULL,
    hot_spot_c              FLOAT NOT NULL,
    aging_factor            FLOAT NOT NULL
) CLUSTER BY (hour_start_at, transformer_id);

-- What is wrong with the demo's meters, known because it was put there; never read by a detector.
CREATE TABLE IF NOT EXISTS demo_ground_truth (
    meter_id                INTEGER NOT NULL,
    kind                    VARCHAR NOT NULL,       -- theft, stuck, dead, spiking, wrong_transformer
    started_on              DATE NOT NULL,
    ended_on                DATE,
    true_transformer_id     INTEGER,
    recorded_transformer_id INTEGER NOT NULL
);
