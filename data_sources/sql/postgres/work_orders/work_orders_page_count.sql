-- One row: how many work orders pass the filter of work_orders_page.sql, and how many there are of those shown.
-- result: row_count int64, total_count int64
-- topics: work_orders
SELECT
    count(*) FILTER (
        WHERE :filter_text = ''
        OR w.words LIKE ALL (ARRAY(
            SELECT '%' || regexp_replace(word, '([\\%_])', '\\\1', 'g') || '%'
            FROM regexp_split_to_table(lower(:filter_text COLLATE flux.letters), '\s+') AS word
        ) COLLATE "C")
    ) AS row_count,
    count(*) AS total_count
FROM flux.work_orders AS w
WHERE
    w.utility_id = :utility_id
    AND (:shown = 'all' OR (:shown = 'open') = (w.status NOT IN ('completed', 'cancelled')))
    AND (:work_type = '' OR w.work_type = :work_type)
    AND (:status = '' OR w.status = :status)
    AND (CAST(:crew_id AS integer) < 0 OR w.crew_id = :crew_id)
