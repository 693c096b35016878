-- One row a thing whose name starts with the text typed (substations and feeders: contains it), at most per_kind a kind.
-- A name is also found without its leading letters ("0042-017" finds TX-0042-017), and by its number. An account answers
-- its meter. Binds: needle is lower case; needle_end is the first text after all that start with it; number may be NULL.
-- flux.letters knows the letters of Unicode, which the locale of the database may not.
-- result: rank int32, kind string, asset_id int32, name string, note string, lon float64, lat float64
WITH letters AS (  -- what the names of each kind begin with in this utility, read off its first name
    SELECT
        (SELECT substring(lower(segment_name COLLATE flux.letters) FROM '^[a-z]+[-_]') FROM flux.segments WHERE utility_id = :utility_id
         ORDER BY lower(segment_name COLLATE flux.letters) USING ~<~ LIMIT 1) AS segment,
        (SELECT substring(lower(pole_name COLLATE flux.letters) FROM '^[a-z]+[-_]') FROM flux.poles WHERE utility_id = :utility_id
         ORDER BY lower(pole_name COLLATE flux.letters) USING ~<~ LIMIT 1) AS pole,
        (SELECT substring(lower(transformer_name COLLATE flux.letters) FROM '^[a-z]+[-_]') FROM flux.transformers WHERE utility_id = :utility_id
         ORDER BY lower(transformer_name COLLATE flux.letters) USING ~<~ LIMIT 1) AS transformer,
        (SELECT substring(lower(meter_name COLLATE flux.letters) FROM '^[a-z]+[-_]') FROM flux.meters WHERE utility_id = :utility_id
         ORDER BY lower(meter_name COLLATE flux.letters) USING ~<~ LIMIT 1) AS meter,
        (SELECT substring(lower(account_number COLLATE flux.letters) FROM '^[a-z]+[-_]') FROM flux.customers WHERE utility_id = :utility_id
         ORDER BY lower(account_number COLLATE flux.letters) USING ~<~ LIMIT 1) AS account
),
found AS (
    (
        SELECT 1 AS rank, 'substation' AS kind, substation_id AS asset_id, substation_name AS name,
            round(voltage_kv::numeric) || ' kV' AS note, lon, lat
        FROM flux.substations
        WHERE utility_id = :utility_id AND (position(:needle IN lower(substation_name COLLATE flux.letters)) > 0 OR substation_id = :number)
        ORDER BY position(:needle IN lower(substation_name COLLATE flux.letters)), substation_name
        LIMIT :per_kind
    )
    UNION ALL
    (
        SELECT 2, 'feeder', f.feeder_id, f.feeder_name, s.substation_name, n.lon, n.lat
        FROM flux.feeders AS f
        JOIN flux.substations AS s ON s.substation_id = f.substation_id
        JOIN flux.nodes AS n ON n.node_id = f.head_node_id
        WHERE f.utility_id = :utility_id AND (position(:needle IN lower(f.feeder_name COLLATE flux.letters)) > 0 OR f.feeder_id = :number)
        ORDER BY position(:needle IN lower(f.feeder_name COLLATE flux.letters)), f.feeder_name
        LIMIT :per_kind
    )
    UNION ALL
    (
        SELECT 3, 'transformer', t.transformer_id, t.transformer_name, round(t.rated_kva::numeric, 1)::float8 || ' kVA', t.lon, t.lat
        FROM letters
        CROSS JOIN LATERAL (VALUES (''), (transformer)) AS variant (prefix)
        CROSS JOIN LATERAL (
            SELECT * FROM flux.transformers
            WHERE utility_id = :utility_id
                AND lower(transformer_name COLLATE flux.letters) ~>=~ (prefix || :needle) AND lower(transformer_name COLLATE flux.letters) ~<~ (prefix || :needle_end)
            ORDER BY lower(transformer_name COLLATE flux.letters) USING ~<~
            LIMIT :per_kind
        ) AS t
        LIMIT :per_kind
    )
    UNION ALL
    (
        SELECT 4, 'device', d.device_id, d.device_name, d.kind, d.lon, d.lat
        FROM flux.devices AS d
        WHERE d.utility_id = :utility_id
            AND lower(d.device_name COLLATE flux.letters) ~>=~ :needle AND lower(d.device_name COLLATE flux.letters) ~<~ :needle_end
        ORDER BY lower(d.device_name COLLATE flux.letters) USING ~<~
        LIMIT :per_kind
    )
    UNION ALL
    (
        SELECT 5, 'pole', p.pole_id, p.pole_name, p.material, p.lon, p.lat
        FROM letters
        CROSS JOIN LATERAL (VALUES (''), (pole)) AS variant (prefix)
        CROSS JOIN LATERAL (
            SELECT * FROM flux.poles
            WHERE utility_id = :utility_id
                AND lower(pole_name COLLATE flux.letters) ~>=~ (prefix || :needle) AND lower(pole_name COLLATE flux.letters) ~<~ (prefix || :needle_end)
            ORDER BY lower(pole_name COLLATE flux.letters) USING ~<~
            LIMIT :per_kind
        ) AS p
        LIMIT :per_kind
    )
    UNION ALL
    (
        SELECT 6, 'segment', g.segment_id, g.segment_name, g.conductor, n.lon, n.lat
        FROM letters
        CROSS JOIN LATERAL (VALUES (''), (segment)) AS variant (prefix)
        CROSS JOIN LATERAL (
            SELECT * FROM flux.segments
            WHERE utility_id = :utility_id
                AND lower(segment_name COLLATE flux.letters) ~>=~ (prefix || :needle) AND lower(segment_name COLLATE flux.letters) ~<~ (prefix || :needle_end)
            ORDER BY lower(segment_name COLLATE flux.letters) USING ~<~
            LIMIT :per_kind
        ) AS g
        JOIN flux.nodes AS n ON n.node_id = g.to_node_id
        LIMIT :per_kind
    )
    UNION ALL
    (
        SELECT 7, 'meter', m.meter_id, m.meter_name, m.customer_class, m.lon, m.lat
        FROM letters
        CROSS JOIN LATERAL (VALUES (''), (meter)) AS variant (prefix)
        CROSS JOIN LATERAL (
            SELECT * FROM flux.meters
            WHERE utility_id = :utility_id
                AND lower(meter_name COLLATE flux.letters) ~>=~ (prefix || :needle) AND lower(meter_name COLLATE flux.letters) ~<~ (prefix || :needle_end)
            ORDER BY lower(meter_name COLLATE flux.letters) USING ~<~
            LIMIT :per_kind
        ) AS m
        LIMIT :per_kind
    )
    UNION ALL
    (
        SELECT 8, 'meter', m.meter_id, c.account_number,
            m.meter_name || CASE WHEN c.is_active THEN '' ELSE ', closed account' END, m.lon, m.lat
        FROM letters
        CROSS JOIN LATERAL (VALUES (''), (account)) AS variant (prefix)
        CROSS JOIN LATERAL (
            SELECT * FROM flux.customers
            WHERE utility_id = :utility_id
                AND lower(account_number COLLATE flux.letters) ~>=~ (prefix || :needle) AND lower(account_number COLLATE flux.letters) ~<~ (prefix || :needle_end)
            ORDER BY lower(account_number COLLATE flux.letters) USING ~<~
            LIMIT :per_kind
        ) AS c
        JOIN flux.meters AS m ON m.meter_id = c.meter_id
        LIMIT :per_kind
    )
)
SELECT DISTINCT rank, kind, asset_id, name, note, lon, lat
FROM found
ORDER BY rank, name
