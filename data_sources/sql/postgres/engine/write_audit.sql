-- One row a write transaction: who did what.
INSERT INTO flux.audit (actor, action, utility_id, detail)
VALUES (:actor, :action, :utility_id, :detail::jsonb)
