-- One row where a utility has the outage and the alarm that a note names; NULL names none.
SELECT 1
WHERE
    (
        CAST(:outage_id AS bigint) IS NULL
        OR EXISTS (SELECT 1 FROM flux.outages AS o WHERE o.outage_id = :outage_id AND o.utility_id = :utility_id)
        OR EXISTS (SELECT 1 FROM flux.moved_outages AS o WHERE o.outage_id = :outage_id AND o.utility_id = :utility_id)
    )
    AND (
        CAST(:alarm_id AS bigint) IS NULL
        OR EXISTS (SELECT 1 FROM flux.alarms AS a WHERE a.alarm_id = :alarm_id AND a.utility_id = :utility_id)
    )
