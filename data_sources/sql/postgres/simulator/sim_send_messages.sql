-- What meters and customers have to say from now on: arrays of one length.
INSERT INTO flux.sim_messages (utility_id, meter_id, kind, sent_at, due_at)
SELECT :utility_id, n.meter_id, :kind, n.sent_at, n.due_at
FROM unnest(
    CAST(:meter_ids AS integer[]), CAST(:sent_at AS timestamptz[]), CAST(:due_at AS timestamptz[])
) AS n (meter_id, sent_at, due_at)
