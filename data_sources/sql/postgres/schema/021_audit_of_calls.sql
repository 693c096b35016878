-- What the audit tells of calls that a command changed, and of requests whose secrets are masked.

-- The calls that it changed beside its target, and the version that each had after it (as outage_ids).
ALTER TABLE flux.audit
    ADD COLUMN call_ids bigint[],
    ADD COLUMN call_versions integer[],
    ADD COLUMN secrets_digest text;                -- keyed; tells requests apart whose secrets are masked
CREATE INDEX audit_calls ON flux.audit USING gin (call_ids) WHERE call_ids IS NOT NULL;

-- What digests in the audit are keyed with.
CREATE TABLE flux.audit_secret (
    is_only         boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    secret          text NOT NULL
);
INSERT INTO flux.audit_secret (secret) VALUES (gen_random_uuid()::text || gen_random_uuid()::text);
