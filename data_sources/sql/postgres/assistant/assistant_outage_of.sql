-- One row an outage that lasts and has a thing without supply, or is recorded at it: a transformer, a meter, a pole by the
-- transformers that it carries, a device; the one longest out first.
-- result: outage_id int64, state string, cause string, feeder_name string, thing string, customers_out int32,
-- started_at timestamp, estimated_restoration_at timestamp, crew_name string, as_of timestamp
-- topics: outages, crews, network
WITH mine AS (
    SELECT t.transformer_id, m.meter_id
    FROM flux.transformers AS t
    LEFT JOIN flux.meters AS m ON m.transformer_id = t.transformer_id AND :asset_kind = 'meter' AND m.meter_id = :asset_id
    WHERE
        t.utility_id = :utility_id
        AND CASE :asset_kind
            WHEN 'transformer' THEN t.transformer_id = :asset_id WHEN 'pole' THEN t.pole_id = :asset_id
            WHEN 'meter' THEN t.transformer_id = (SELECT x.transformer_id FROM flux.meters AS x WHERE x.meter_id = :asset_id)
            ELSE false
        END
),
found AS (
    SELECT o.outage_id
    FROM flux.outages AS o
    JOIN flux.interruptions AS i ON i.outage_id = o.outage_id AND i.restored_at IS NULL
    JOIN mine AS a ON a.transformer_id = ANY(i.transformer_ids) AND (o.meter_id IS NULL OR o.meter_id = a.meter_id)
    WHERE o.utility_id = :utility_id AND o.is_active
    UNION
    SELECT o.outage_id
    FROM flux.outages AS o
    WHERE o.utility_id = :utility_id AND o.is_active AND :asset_kind = 'device' AND o.device_id = :asset_id
)
SELECT
    f.outage_id, f.state, f.cause, f.feeder_name, coalesce(f.device_name, f.transformer_name, f.meter_name) AS thing,
    f.customers_out, f.started_at, f.estimated_restoration_at, f.crew_name, f.as_of
FROM flux.outage_facts AS f
WHERE f.outage_id IN (SELECT x.outage_id FROM found AS x) AND f.utility_id = :utility_id
ORDER BY f.started_at, f.outage_id
