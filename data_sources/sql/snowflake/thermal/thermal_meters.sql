-- One row a transformer and span of local days on which so many meters were there to be read: each from its first record
-- on, to the last where it is in service there no more. transformer_id 0: all of the utility.
-- result: transformer_id int32, from_day date, to_day date, meters int32
-- topics: ami
-- bulk: yes
SELECT
    s.transformer_id,
    s.from_day,
    s.to_day,
    COUNT(*) AS meters
FROM (
    SELECT
        d.transformer_id,
        d.meter_id,
        MIN(d.reading_day) AS from_day,
        CASE
            WHEN MAX(IFF(m.is_active AND m.transformer_id = d.transformer_id, 1, 0)) = 1 THEN '9999-12-31'::date
            ELSE MAX(d.reading_day)
        END AS to_day
    FROM meter_day AS d
    JOIN transformers AS t ON t.transformer_id = d.transformer_id
    LEFT JOIN meters AS m ON m.meter_id = d.meter_id
    WHERE t.utility_id = :utility_id AND (:transformer_id = 0 OR d.transformer_id = :transformer_id)
    GROUP BY d.transformer_id, d.meter_id
) AS s
GROUP BY s.transformer_id, s.from_day, s.to_day
ORDER BY s.transformer_id, s.from_day, s.to_day
