-- Writes messages of meters: three arrays of one length.
INSERT INTO flux.meter_messages (utility_id, meter_id, kind, sent_at, received_at, is_simulated)
SELECT :utility_id, n.meter_id, n.kind, n.sent_at, :now, false
FROM unnest(CAST(:meter_ids AS integer[]), CAST(:kinds AS text[]), CAST(:sent_at AS timestamptz[])) AS n (meter_id, kind, sent_at)
