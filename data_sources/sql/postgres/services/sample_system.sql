-- Writes what the KPI row of every utility says, for those five minutes that have no sample yet. One row a sample.
-- A load that was last measured too long ago is not known now; crews that nobody recorded are not zero crews.
INSERT INTO flux.system_history (
    utility_id, sampled_at, load_kw, customers_out, active_outages, crews_assigned, is_simulated
)
SELECT
    u.utility_id, date_bin('5 minutes', CAST(:now AS timestamptz), timestamptz '2000-01-01 00:00+00'), l.load_kw,
    o.customers_out, o.active_outages, c.crews_assigned, u.is_demo
FROM flux.utilities AS u
CROSS JOIN LATERAL (
    SELECT CASE WHEN max(s.updated_at) > CAST(:now AS timestamptz) - interval '1 hour' THEN sum(flux.known(s.load_kw)) END AS load_kw
    FROM flux.feeder_status AS s
    WHERE s.utility_id = u.utility_id
) AS l
CROSS JOIN LATERAL (
    SELECT coalesce(sum(a.customers_out), 0)::integer AS customers_out, count(*)::integer AS active_outages
    FROM flux.outages AS a
    WHERE a.utility_id = u.utility_id AND a.is_active
) AS o
CROSS JOIN LATERAL (
    SELECT CASE WHEN count(*) > 0
        THEN count(*) FILTER (WHERE w.status IN ('assigned', 'en_route', 'working')) END::integer AS crews_assigned
    FROM flux.crews AS w
    WHERE w.utility_id = u.utility_id
) AS c
ON CONFLICT (utility_id, sampled_at) DO NOTHING
RETURNING utility_id
