-- Moves outages out of this database, those on which still nothing hangs and that are as they were when they were compared with
-- the history; what stays of them is written. One row an outage.
WITH gone AS (
    DELETE FROM flux.outages AS o
    USING unnest(:outage_ids::bigint[], :digests::text[]) AS proven (outage_id, digest)
    WHERE o.outage_id = proven.outage_id AND flux.is_at_rest(o) AND flux.outage_digest(o) = proven.digest
    RETURNING o.*
)
INSERT INTO flux.moved_outages (
    outage_id, utility_id, feeder_id, started_at, restored_at, cause, customers_interrupted, is_sustained,
    sustained_customers, sustained_minutes, lon, lat
)
SELECT
    outage_id, utility_id, feeder_id, started_at, restored_at, cause, customers_interrupted, is_sustained,
    sustained_customers, sustained_minutes, lon, lat
FROM gone
RETURNING outage_id
