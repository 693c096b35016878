-- One row: how many of the meters are known. Asks those of them that are not being asked already.
WITH known AS (
    SELECT meter_id
    FROM flux.meters
    WHERE utility_id = :utility_id AND meter_id = ANY (CAST(:meter_ids AS integer[]))
),
asked AS (
    INSERT INTO flux.meter_pings (utility_id, meter_id, outage_id, asked_at, asked_by)
    SELECT :utility_id, k.meter_id, :outage_id, :now, :by
    FROM known AS k
    WHERE NOT EXISTS (
        SELECT 1
        FROM flux.meter_pings AS p
        WHERE
            p.answered_at IS NULL AND p.utility_id = :utility_id AND p.meter_id = k.meter_id
            AND p.asked_at > CAST(:now AS timestamptz) - interval '15 minutes'
    )
    ORDER BY k.meter_id
)
SELECT count(*) FROM known
