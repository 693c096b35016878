-- What the readings belong to: copied from the live database, small, replaced as a whole.
CREATE TABLE IF NOT EXISTS utilities (
    utility_id          INTEGER NOT NULL,
    utility_name        VARCHAR NOT NULL,
    time_zone           VARCHAR NOT NULL,           -- IANA name
    is_demo             BOOLEAN NOT NULL
);

CREATE TABLE IF NOT EXISTS substations (
    substation_id       INTEGER NOT NULL,
    utility_id          INTEGER NOT NULL,
    substation_name     VARCHAR NOT NULL,
    lon                 DOUBLE NOT NULL,
    lat                 DOUBLE NOT NULL,
    voltage_kv          FLOAT NOT NULL,
    capacity_mva        FLOAT NOT NULL
);

CREATE TABLE IF NOT EXISTS feeders (
    feeder_id           INTEGER NOT NULL,
    utility_id          INTEGER NOT NULL,
    substation_id       INTEGER NOT NULL,
    feeder_name         VARCHAR NOT NULL,
    voltage_kv          FLOAT NOT NULL,
    rated_kva           FLOAT NOT NULL,
    peak_load_kw        FLOAT NOT NULL
);

CREATE TABLE IF NOT EXISTS transformers (
    transformer_id      INTEGER NOT NULL,
    utility_id          INTEGER NOT NULL,
    feeder_id           INTEGER NOT NULL,
    pole_id             INTEGER,
    transformer_name    VARCHAR NOT NULL,
    kind                VARCHAR NOT NULL,
    phases              VARCHAR NOT NULL,
    rated_kva           FLOAT NOT NULL,
    installed_year      SMALLINT NOT NULL,
    health_score        FLOAT NOT NULL,
    lon                 DOUBLE NOT NULL,
    lat                 DOUBLE NOT NULL
);

CREATE TABLE IF NOT EXISTS poles (
    pole_id             INTEGER NOT NULL,
    utility_id          INTEGER NOT NULL,
    feeder_id           INTEGER NOT NULL,
    pole_name           VARCHAR NOT NULL,
    material            VARCHAR NOT NULL,
    installed_year      SMALLINT NOT NULL,
    health_score        FLOAT NOT NULL,
    lon                 DOUBLE NOT NULL,
    lat                 DOUBLE NOT NULL
);

CREATE TABLE IF NOT EXISTS meters (
    meter_id            INTEGER NOT NULL,
    utility_id          INTEGER NOT NULL,
    feeder_id           INTEGER NOT NULL,
    transformer_id      INTEGER NOT NULL,           -- as recorded; a wrong record is found by its voltage
    meter_name          VARCHAR NOT NULL,
    phases              VARCHAR NOT NULL,
    nominal_voltage_v   FLOAT NOT NULL,
    customer_class      VARCHAR NOT NULL,
    has_solar           BOOLEAN NOT NULL,
    has_ev              BOOLEAN NOT NULL,
    is_active           BOOLEAN NOT NULL
);

CREATE TABLE IF NOT EXISTS customers (
    customer_id         INTEGER NOT NULL,
    utility_id          INTEGER NOT NULL,
    meter_id            INTEGER NOT NULL,
    account_number      VARCHAR NOT NULL,
    customer_class      VARCHAR NOT NULL,
    is_active           BOOLEAN NOT NULL,
    critical_kind       VARCHAR
);

-- Transformers that have a meter of their own on the secondary side.
CREATE TABLE IF NOT EXISTS metered_transformers (
    transformer_id      INTEGER NOT NULL
);
