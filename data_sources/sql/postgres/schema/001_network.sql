-- The network as it is built: one row a thing, every row with its utility.
-- Hierarchy ids are dense integers numbered substation, feeder, transformer, meter: a feeder's meters are one range.

CREATE TABLE flux.utilities (
    utility_id      integer PRIMARY KEY,
    utility_name    text NOT NULL UNIQUE,
    time_zone       text NOT NULL,                 -- IANA name, e.g. America/Chicago
    is_demo         boolean NOT NULL DEFAULT false,
    seed            integer,                       -- demo only
    as_of           date,                          -- demo only: "today" of the generated history
    service_area    jsonb NOT NULL,                -- GeoJSON Polygon or MultiPolygon, lon/lat
    source_note     text NOT NULL,                 -- where the rows came from, in words
    loaded_at       timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE flux.substations (
    substation_id   integer PRIMARY KEY,
    utility_id      integer NOT NULL REFERENCES flux.utilities ON DELETE CASCADE,
    substation_name text NOT NULL,
    lon             double precision NOT NULL,
    lat             double precision NOT NULL,
    voltage_kv      real NOT NULL,                 -- high side
    capacity_mva    real NOT NULL
);

CREATE TABLE flux.feeders (
    feeder_id       integer PRIMARY KEY,
    utility_id      integer NOT NULL,
    substation_id   integer NOT NULL,
    feeder_name     text NOT NULL,
    voltage_kv      real NOT NULL,                 -- line to line
    head_node_id    integer NOT NULL,              -- the node its breaker feeds from
    rated_a         real NOT NULL,
    rated_kva       real NOT NULL,
    peak_load_kw    real NOT NULL                  -- design (coincident) peak
);

CREATE TABLE flux.nodes (
    node_id         integer PRIMARY KEY,
    utility_id      integer NOT NULL,
    node_name       text NOT NULL,
    lon             double precision NOT NULL,
    lat             double precision NOT NULL
);

CREATE TABLE flux.segments (
    segment_id      integer PRIMARY KEY,
    utility_id      integer NOT NULL,
    feeder_id       integer NOT NULL,
    segment_name    text NOT NULL,
    from_node_id    integer NOT NULL,
    to_node_id      integer NOT NULL,
    phases          text NOT NULL,                 -- 'ABC', 'A', 'BC', 'S' (split-phase secondary) …
    voltage_kv      real NOT NULL,
    length_m        real NOT NULL,
    is_underground  boolean NOT NULL,
    conductor       text NOT NULL,
    rated_a         real NOT NULL,
    installed_year  smallint NOT NULL,
    path            bytea NOT NULL                 -- little-endian int32 pairs (lon, lat) in 1e-7 degree
);

CREATE TABLE flux.poles (
    pole_id         integer PRIMARY KEY,
    utility_id      integer NOT NULL,
    feeder_id       integer NOT NULL,
    node_id         integer NOT NULL,
    pole_name       text NOT NULL,
    lon             double precision NOT NULL,
    lat             double precision NOT NULL,
    material        text NOT NULL,
    height_m        real NOT NULL,
    installed_year  smallint NOT NULL,
    health_score    real NOT NULL                  -- 0 (failed) to 100 (new)
);

CREATE TABLE flux.transformers (
    transformer_id  integer PRIMARY KEY,
    utility_id      integer NOT NULL,
    feeder_id       integer NOT NULL,
    node_id         integer NOT NULL,              -- primary side
    secondary_node_id integer,                     -- where the model has a secondary network; else NULL
    pole_id         integer,
    transformer_name text NOT NULL,
    kind            text NOT NULL CHECK (kind IN ('service', 'substation', 'regulator', 'step')),
    phases          text NOT NULL,
    rated_kva       real NOT NULL,
    primary_kv      real NOT NULL,
    secondary_v     real NOT NULL,
    is_underground  boolean NOT NULL,              -- pad-mounted or in a vault
    installed_year  smallint NOT NULL,
    health_score    real NOT NULL,
    peak_load_kw    real NOT NULL,                 -- design (coincident) peak of what it serves
    customers_served integer NOT NULL,
    lon             double precision NOT NULL,
    lat             double precision NOT NULL
);

CREATE TABLE flux.meters (
    meter_id        integer PRIMARY KEY,
    utility_id      integer NOT NULL,
    feeder_id       integer NOT NULL,
    transformer_id  integer NOT NULL,
    node_id         integer NOT NULL,              -- the transformer's own node where no secondary is modelled
    meter_name      text NOT NULL,
    lon             double precision NOT NULL,
    lat             double precision NOT NULL,
    phases          text NOT NULL,
    nominal_voltage_v real NOT NULL,
    customer_class  text NOT NULL CHECK (customer_class IN ('residential', 'commercial', 'industrial')),
    monthly_kwh     real NOT NULL,                 -- mean of a month, for sizing marks
    has_solar       boolean NOT NULL,
    has_ev          boolean NOT NULL,
    is_active       boolean NOT NULL               -- has an active customer account
);

CREATE TABLE flux.customers (
    customer_id     integer PRIMARY KEY,
    utility_id      integer NOT NULL,
    meter_id        integer NOT NULL,
    account_number  text NOT NULL,
    customer_class  text NOT NULL,
    is_active       boolean NOT NULL,              -- at most one active account a meter
    critical_kind   text                           -- hospital, water, life_support, … or NULL
);

CREATE TABLE flux.devices (
    device_id       integer PRIMARY KEY,
    utility_id      integer NOT NULL,
    feeder_id       integer NOT NULL,
    segment_id      integer NOT NULL,              -- the segment it opens and closes
    other_feeder_id integer,                       -- ties: the feeder on the other side
    device_name     text NOT NULL,
    kind            text NOT NULL CHECK (kind IN ('breaker', 'recloser', 'sectionaliser', 'fuse', 'switch', 'tie')),
    phases          text NOT NULL,
    rated_a         real NOT NULL,
    is_normally_open boolean NOT NULL,
    is_open         boolean NOT NULL,
    lon             double precision NOT NULL,
    lat             double precision NOT NULL,
    updated_at      timestamptz NOT NULL DEFAULT now()
);
