-- One assessment of a utility at a time.
SELECT pg_advisory_xact_lock(hashtext('flux.asset_health'), :utility_id)
