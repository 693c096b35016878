-- One row: how many outages of a utility pass the filter of outages_page.sql, and how many there are.
-- result: row_count int64, total_count int64
-- topics: outages, network
SELECT
    count(*) FILTER (
        WHERE :filter_text = ''
        OR NOT EXISTS (
            SELECT 1
            FROM regexp_split_to_table(lower(:filter_text COLLATE flux.letters), '\s+') AS word
            WHERE
                strpos(lower(f.feeder_name COLLATE flux.letters), word) = 0
                AND strpos(lower(o.cause COLLATE flux.letters), word) = 0
        )
    ) AS row_count,
    count(*) AS total_count
FROM flux.outages AS o
JOIN flux.feeders AS f ON f.feeder_id = o.feeder_id
WHERE o.utility_id = :utility_id AND (o.restored_at IS NOT NULL OR o.is_active)
