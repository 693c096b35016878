-- One row: whether a place lies within half a degree of a network, wherever its longitudes begin; NULL without a network.
SELECT
    CAST(:lat AS float8) BETWEEN n.south - 0.5 AND n.north + 0.5
    AND (
        CAST(:lon AS float8) BETWEEN n.west - 0.5 AND n.east + 0.5
        OR CAST(:lon AS float8) - 360 BETWEEN n.west - 0.5 AND n.east + 0.5
        OR CAST(:lon AS float8) + 360 BETWEEN n.west - 0.5 AND n.east + 0.5
    )
FROM (
    SELECT min(lon) AS west, max(lon) AS east, min(lat) AS south, max(lat) AS north
    FROM flux.transformers
    WHERE utility_id = :utility_id
) AS n
