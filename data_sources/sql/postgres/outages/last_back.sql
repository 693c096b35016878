-- One row: when the last of some transformers, or of a place of which nobody knows the transformers, got supply back after a
-- moment; NULL where none did.
SELECT max(c.restored_at)
FROM flux.customer_interruptions AS c
JOIN flux.outages AS o ON o.outage_id = c.outage_id
WHERE
    c.utility_id = :utility_id
    AND c.restored_at > CAST(:after AS timestamptz)
    AND (
        c.transformer_ids && CAST(:transformer_ids AS integer[])
        OR (
            c.transformer_ids IS NULL
            AND (
                o.device_id = CAST(:device_id AS integer)
                OR o.transformer_id = CAST(:transformer_id AS integer)
                OR o.transformer_id = ANY (CAST(:transformer_ids AS integer[]))
                OR o.meter_id = CAST(:meter_id AS integer)
                OR o.meter_id IN (
                    SELECT m.meter_id FROM flux.meters AS m
                    WHERE CAST(:meter_id AS integer) IS NULL AND m.transformer_id = ANY (CAST(:transformer_ids AS integer[]))
                )
            )
        )
    )
