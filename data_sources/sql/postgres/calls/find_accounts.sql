-- Accounts, and meters without one, that what was typed may mean; best first. Binds: needle is lower case; needle_end is
-- the first text after all that start with it. An account number or a meter's name is found by its beginning, with or
-- without its leading letters; a holder's name and the address by the beginnings of their words, in any order, and only
-- where sees_people says that whoever asks may see them. outage_id: the outage in which the meter has no supply now.
-- result: customer_id int32, account_number string, meter_id int32, meter_name string, transformer_id int32,
-- customer_name string, service_address string, critical_kind string, is_active bool, outage_id int64
-- topics: network, outages
WITH letters AS (  -- what the names begin with in this utility, read off the first one
    SELECT
        (SELECT substring(lower(meter_name COLLATE flux.letters) FROM '^[a-z]+[-_]') FROM flux.meters WHERE utility_id = :utility_id
         ORDER BY lower(meter_name COLLATE flux.letters) USING ~<~ LIMIT 1) AS meter,
        (SELECT substring(lower(account_number COLLATE flux.letters) FROM '^[a-z]+[-_]') FROM flux.customers WHERE utility_id = :utility_id
         ORDER BY lower(account_number COLLATE flux.letters) USING ~<~ LIMIT 1) AS account
),
asked AS MATERIALIZED (  -- no word holds a quotation mark or a backslash
    SELECT
        array_agg(word) AS words,
        CAST(string_agg('''' || word || '''', ' & ') AS tsquery) AS whole,
        CAST(string_agg('''' || word || ''':*', ' & ') AS tsquery) AS begun
    FROM unnest(flux.words(:needle)) AS word
),
numbered AS (
    (
        SELECT CASE WHEN lower(c.account_number COLLATE flux.letters) = prefix || :needle THEN 0 ELSE 2 END AS rank, c.customer_id, c.meter_id
        FROM letters
        CROSS JOIN LATERAL (VALUES (''), (account)) AS variant (prefix)
        CROSS JOIN LATERAL (
            SELECT * FROM flux.customers
            WHERE utility_id = :utility_id
                AND lower(account_number COLLATE flux.letters) ~>=~ (prefix || :needle) AND lower(account_number COLLATE flux.letters) ~<~ (prefix || :needle_end)
            ORDER BY lower(account_number COLLATE flux.letters) USING ~<~
            LIMIT :most
        ) AS c
    )
    UNION ALL
    (
        SELECT CASE WHEN lower(m.meter_name COLLATE flux.letters) = prefix || :needle THEN 0 ELSE 3 END, NULL, m.meter_id
        FROM letters
        CROSS JOIN LATERAL (VALUES (''), (meter)) AS variant (prefix)
        CROSS JOIN LATERAL (
            SELECT * FROM flux.meters
            WHERE utility_id = :utility_id
                AND lower(meter_name COLLATE flux.letters) ~>=~ (prefix || :needle) AND lower(meter_name COLLATE flux.letters) ~<~ (prefix || :needle_end)
            ORDER BY lower(meter_name COLLATE flux.letters) USING ~<~
            LIMIT :most
        ) AS m
    )
),
worded AS (
    (
        SELECT customer_id, meter_id, customer_name, service_address, is_active
        FROM flux.customers
        WHERE :sees_people AND utility_id = :utility_id
            AND array_to_tsvector(flux.words(coalesce(customer_name, '') || ' ' || coalesce(service_address, ''))) @@ (SELECT whole FROM asked)
        LIMIT 100
    )
    UNION
    (
        SELECT customer_id, meter_id, customer_name, service_address, is_active
        FROM flux.customers
        WHERE :sees_people AND utility_id = :utility_id
            AND array_to_tsvector(flux.words(coalesce(customer_name, '') || ' ' || coalesce(service_address, ''))) @@ (SELECT begun FROM asked)
        LIMIT 200
    )
),
found AS (
    SELECT rank, customer_id, meter_id FROM numbered
    UNION ALL
    (
        SELECT
            CASE
                WHEN a.words <@ flux.words(coalesce(w.customer_name, '') || ' ' || coalesce(w.service_address, '')) THEN 4
                WHEN starts_with(lower(w.customer_name COLLATE flux.letters), :needle)
                    OR starts_with(lower(w.service_address COLLATE flux.letters), :needle) THEN 5
                ELSE 6
            END AS rank, w.customer_id, w.meter_id
        FROM worded AS w
        CROSS JOIN asked AS a
        ORDER BY rank, w.is_active DESC, w.customer_name, w.service_address, w.customer_id
        LIMIT :most
    )
),
best AS (  -- a meter's account is the active one, or the last; each account and meter once
    SELECT min(f.rank) AS rank, m.meter_id, c.customer_id
    FROM found AS f
    JOIN flux.meters AS m ON m.meter_id = f.meter_id
    LEFT JOIN LATERAL (
        SELECT customer_id FROM flux.customers AS c
        WHERE c.meter_id = m.meter_id AND c.customer_id = coalesce(f.customer_id, c.customer_id)
        ORDER BY c.is_active DESC, c.customer_id DESC
        LIMIT 1
    ) AS c ON true
    GROUP BY m.meter_id, c.customer_id
)
SELECT
    c.customer_id, c.account_number, m.meter_id, m.meter_name, m.transformer_id,
    CASE WHEN :sees_people THEN c.customer_name END AS customer_name,
    CASE WHEN :sees_people THEN c.service_address END AS service_address, c.critical_kind,
    coalesce(c.is_active, false) AS is_active, o.outage_id
FROM best AS b
JOIN flux.meters AS m ON m.meter_id = b.meter_id
LEFT JOIN flux.customers AS c ON c.customer_id = b.customer_id
LEFT JOIN LATERAL (
    SELECT o.outage_id
    FROM flux.outages AS o
    WHERE
        o.utility_id = :utility_id AND o.is_active
        AND (
            o.transformer_id = m.transformer_id
            OR EXISTS (
                SELECT 1 FROM flux.interruptions AS i
                WHERE i.outage_id = o.outage_id AND i.restored_at IS NULL AND i.transformer_ids @> ARRAY[m.transformer_id]
            )
        )
    ORDER BY o.started_at DESC
    LIMIT 1
) AS o ON true
ORDER BY
    b.rank, coalesce(c.is_active, false) DESC, CASE b.rank WHEN 2 THEN c.account_number WHEN 3 THEN m.meter_name END,
    c.customer_name, c.service_address, m.meter_id, c.customer_id
LIMIT :most
