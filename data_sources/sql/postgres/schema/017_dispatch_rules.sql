-- What a utility's estimates by rule go by, until a person knows better: its own experience, set by whoever knows it.
ALTER TABLE flux.utilities
    ADD COLUMN crew_kmh real NOT NULL DEFAULT 40 CHECK (crew_kmh > 0),                    -- as the crow flies
    ADD COLUMN repair_minutes real NOT NULL DEFAULT 90 CHECK (repair_minutes > 0),        -- median, overhead behind a fuse
    ADD COLUMN call_out_minutes real NOT NULL DEFAULT 30 CHECK (call_out_minutes >= 0);   -- until a crew can be sent
