-- One row if the lease is ours now: it was free, run out, or ours already. Times are the server's.
INSERT INTO flux.heartbeats AS kept (service, beat_at, detail)
VALUES (:service, now(), jsonb_build_object('holder', CAST(:holder AS text)))
ON CONFLICT (service) DO UPDATE SET beat_at = excluded.beat_at, detail = excluded.detail
WHERE
    kept.detail ->> 'holder' = CAST(:holder AS text)
    OR kept.beat_at < now() - make_interval(secs => :lease_s)
RETURNING kept.service
