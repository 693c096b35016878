-- One row a transformer that was fed again before its outage was over: step restoration (IEEE 1366).
-- What is not named here came back when the outage ended.
CREATE TABLE flux.outage_steps (
    outage_id       bigint NOT NULL REFERENCES flux.outages ON DELETE CASCADE,
    transformer_id  integer NOT NULL,
    restored_at     timestamptz NOT NULL,
    feeder_id       integer NOT NULL,              -- that feeds it from then until the outage is over
    PRIMARY KEY (outage_id, transformer_id)
);
