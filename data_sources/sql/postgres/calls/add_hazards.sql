-- One row, the version that it had, where an outage did not have all of these hazards before.
UPDATE flux.outages AS o
SET
    hazards = (SELECT array_agg(DISTINCT h ORDER BY h) FROM unnest(o.hazards || CAST(:hazards AS text[])) AS h),
    version = o.version + 1
WHERE o.outage_id = :outage_id AND NOT o.hazards @> CAST(:hazards AS text[])
RETURNING o.version - 1
