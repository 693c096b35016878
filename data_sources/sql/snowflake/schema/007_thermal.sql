-- What a local day did to a transformer, by the thermal model. Hours that are not known are counted, and are in no sum
-- and no maximum; known_hours + unknown_hours are the hours of the day. Written with THERMAL_STRESS, whose rows it sums.
CREATE TABLE IF NOT EXISTS transformer_thermal_day (
    transformer_id          INTEGER NOT NULL,
    utility_id              INTEGER NOT NULL,
    feeder_id               INTEGER NOT NULL,
    reading_day             DATE NOT NULL,
    aged_hours              FLOAT NOT NULL,         -- of life, at rate 1: 180,000 are a normal life (IEEE C57.91)
    hot_spot_max_c          FLOAT,                  -- NULL: nothing is known of the day
    top_oil_max_c           FLOAT,
    peak_load_pct           FLOAT,                  -- highest hour, % of rated kVA
    known_hours             SMALLINT NOT NULL,
    unknown_hours           SMALLINT NOT NULL,
    hours_without_weather   SMALLINT NOT NULL,      -- of the unknown ones: the load is known
    partial_hours           SMALLINT NOT NULL,      -- of the known ones: up to a tenth of what is expected was not read
    settling_hours          SMALLINT NOT NULL,      -- of the known ones: more than 5 % of the oil's heat is assumed
    hours_above_110_c       SMALLINT NOT NULL,      -- of hot spot
    hours_above_140_c       SMALLINT NOT NULL
) CLUSTER BY (reading_day, transformer_id);

-- Where a transformer's temperatures were at the end of a local day: the next day goes on from there. Kept of the last
-- day and of every Sunday; the days between are computed again where one of them changes.
CREATE TABLE IF NOT EXISTS transformer_thermal_state (
    transformer_id          INTEGER NOT NULL,
    utility_id              INTEGER NOT NULL,
    reading_day             DATE NOT NULL,
    top_oil_c               FLOAT NOT NULL,
    gradient_k              FLOAT NOT NULL,         -- of the winding's two differences, IEC 60076-7
    counter_gradient_k      FLOAT NOT NULL,
    assumed_share           FLOAT NOT NULL,         -- of the oil's heat
    last_load_pu            FLOAT,
    last_ambient_c          FLOAT
) CLUSTER BY (utility_id, reading_day);
