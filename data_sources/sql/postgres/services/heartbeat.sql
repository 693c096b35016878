-- Writes the pulse of a service.
INSERT INTO flux.heartbeats (service, beat_at, detail)
VALUES (:service, :now, CAST(:detail AS jsonb))
ON CONFLICT (service) DO UPDATE SET beat_at = excluded.beat_at, detail = excluded.detail
