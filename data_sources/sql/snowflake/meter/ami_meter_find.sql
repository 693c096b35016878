-- One row a meter whose name holds a text or whose number it is, at most 12. Binds: needle in lower case; number, or -1.
-- result: meter_id int32, meter_name string, customer_class string, transformer_name string, feeder_name string
-- topics: ami
SELECT m.meter_id, m.meter_name, m.customer_class, t.transformer_name, f.feeder_name
FROM (
    SELECT o.meter_id, o.meter_name, o.customer_class, o.transformer_id, o.feeder_id
    FROM meters AS o
    WHERE o.utility_id = :utility_id AND (o.meter_id = :number OR POSITION(:needle IN LOWER(o.meter_name)) > 0)
    ORDER BY IFF(o.meter_id = :number, 0, 1), o.meter_name
    LIMIT 12
) AS m
JOIN transformers AS t ON t.transformer_id = m.transformer_id
JOIN feeders AS f ON f.feeder_id = m.feeder_id
ORDER BY IFF(m.meter_id = :number, 0, 1), m.meter_name
