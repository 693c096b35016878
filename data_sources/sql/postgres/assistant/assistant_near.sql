-- One row a transformer within so many metres of a place, the nearest first (great circle); first those in the box around it,
-- by the index. `except_id` is a transformer that is left out, -1 for none.
-- result: asset_id int32, name string, feeder_name string, distance_m float64, rated_kva float32, load_pct float32,
-- is_energized bool, lon float64, lat float64
-- topics: network, transformer_status
SELECT * FROM (
    SELECT
        t.transformer_id AS asset_id, t.transformer_name AS name, f.feeder_name,
        2 * 6371008.8 * asin(least(1, sqrt(
            sin(radians(t.lat - :lat) / 2) ^ 2
            + cos(radians(t.lat)) * cos(radians(:lat)) * sin(radians(t.lon - :lon) / 2) ^ 2
        ))) AS distance_m,
        t.rated_kva, u.load_pct, u.is_energized, t.lon, t.lat
    FROM flux.transformers AS t
    JOIN flux.feeders AS f ON f.feeder_id = t.feeder_id
    LEFT JOIN flux.transformer_status AS u ON u.transformer_id = t.transformer_id
    WHERE
        t.utility_id = :utility_id AND t.transformer_id <> :except_id
        AND point(t.lon, t.lat) <@ box(point(:west, :south), point(:east, :north))
) AS found
WHERE distance_m <= :radius_m
ORDER BY distance_m, name
LIMIT :max_rows
