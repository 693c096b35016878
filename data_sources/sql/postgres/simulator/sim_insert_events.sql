-- Adds events: arrays of one length; feeder and outage 0 stand for none.
INSERT INTO flux.events (
    utility_id, happened_at, kind, severity, message, feeder_id, outage_id, lon, lat, is_simulated
)
SELECT
    :utility_id, :now, n.kind, n.severity, n.message, nullif(n.feeder_id, 0), nullif(n.outage_id, 0), n.lon, n.lat, true
FROM unnest(
    CAST(:kind AS text[]), CAST(:severity AS text[]), CAST(:message AS text[]), CAST(:feeder_ids AS integer[]),
    CAST(:outage_ids AS bigint[]), CAST(:lon AS double precision[]), CAST(:lat AS double precision[])
) AS n (kind, severity, message, feeder_id, outage_id, lon, lat)
