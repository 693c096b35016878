-- One row: what digests of secrets in the audit are keyed with.
SELECT secret FROM flux.audit_secret
