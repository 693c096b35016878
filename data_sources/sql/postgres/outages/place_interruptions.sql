-- One row an interruption in a period of a transformer (0: of anybody on the feeder), with its own beginning and end (NULL:
-- it lasts), or an outage on its feeder of which nobody knows which transformers it touched.
-- result: outage_id int64, is_own_transformer bool, started_at timestamp, restored_at timestamp, cause string,
--   customers_interrupted int32
-- topics: outages
SELECT
    o.outage_id,
    :transformer_id <> 0 AND (c.transformer_ids IS NOT NULL OR o.transformer_id IS NOT DISTINCT FROM CAST(:transformer_id AS integer))
        AS is_own_transformer,
    c.out_at AS started_at, c.restored_at, o.cause, o.customers_interrupted
FROM flux.customer_interruptions AS c
JOIN flux.outages AS o ON o.outage_id = c.outage_id
WHERE
    c.utility_id = :utility_id AND c.out_at < :to_at AND (c.restored_at IS NULL OR c.restored_at > :from_at)
    AND (
        (:transformer_id <> 0 AND c.transformer_ids @> ARRAY[CAST(:transformer_id AS integer)])
        OR (
            c.feeder_id = :feeder_id
            AND (
                :transformer_id = 0
                OR (c.transformer_ids IS NULL AND coalesce(o.transformer_id, :transformer_id) = :transformer_id)
            )
        )
    )
ORDER BY c.out_at, o.outage_id
