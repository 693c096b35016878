-- Whether an outage has the time of its area: what a person says of the outage itself is told from it by this, and not by its
-- wording. Estimates that the product gave before are known by the wording that it gave them.
ALTER TABLE flux.outages ADD COLUMN is_area_estimate boolean NOT NULL DEFAULT false;
UPDATE flux.outages AS o SET is_area_estimate = true
FROM flux.feeders AS f, flux.substations AS s
WHERE
    f.feeder_id = o.feeder_id AND s.substation_id = f.substation_id AND o.estimated_by = 'manual'
    AND o.estimate_reason = 'storm, area ' || s.substation_name
    AND o.state NOT IN ('closed', 'cancelled', 'merged');

-- One row an outage whatever its state, with the names of what it is about: what the list and the detail both tell.
-- Priority: as set by hand, else high over 500 customers out, medium 100 to 500, low below. dark_transformers: ids of those
-- without supply in it, with commas; NULL where no network says who they are. probability: of one that is presumed from
-- messages, while nobody has confirmed it.
CREATE VIEW flux.outage_facts AS
SELECT
    o.outage_id, o.utility_id, o.state, o.kind, o.version, o.is_active,
    coalesce(o.priority, CASE WHEN o.customers_out > 500 THEN 'high' WHEN o.customers_out >= 100 THEN 'medium' ELSE 'low' END) AS priority,
    o.priority IS NOT NULL AS is_priority_manual, o.feeder_id, f.feeder_name, s.substation_name, o.device_id, d.device_name,
    d.kind AS device_kind, o.transformer_id, t.transformer_name, o.meter_id, m.meter_name, o.cause, o.customers_out,
    o.customers_interrupted, o.customers_predicted,
    o.customer_minutes + o.customers_out * greatest(extract(epoch FROM now() - o.stepped_at), 0)::float8 / 60 AS customer_minutes,
    CASE WHEN o.confirmed_at IS NULL THEN p.probability END AS probability,
    o.started_at, o.reported_at, o.confirmed_at, o.restored_at, o.closed_at, o.planned_start_at, o.planned_end_at,
    o.estimated_restoration_at, o.estimated_by, o.estimate_reason, o.dispatched_by, o.crew_id, c.crew_name,
    c.status AS crew_status, array_to_string(o.hazards, ',') AS hazards, o.merged_into, o.split_from, o.lon, o.lat,
    o.is_simulated, now() AS as_of,
    (
        SELECT string_agg(array_to_string(i.transformer_ids, ','), ',')
        FROM flux.interruptions AS i
        WHERE i.outage_id = o.outage_id AND i.restored_at IS NULL AND i.transformer_ids IS NOT NULL
    ) AS dark_transformers,
    o.is_area_estimate
FROM flux.outages AS o
JOIN flux.feeders AS f ON f.feeder_id = o.feeder_id
JOIN flux.substations AS s ON s.substation_id = f.substation_id
LEFT JOIN flux.devices AS d ON d.device_id = o.device_id
LEFT JOIN flux.transformers AS t ON t.transformer_id = o.transformer_id
LEFT JOIN flux.meters AS m ON m.meter_id = o.meter_id
LEFT JOIN flux.outage_predictions AS p ON p.outage_id = o.outage_id
LEFT JOIN flux.crews AS c ON c.crew_id = o.crew_id;
