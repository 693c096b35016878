-- One row a kind of thing: how many of them belong to a utility.
-- result: part string, row_count int64
-- topics: network
SELECT part, row_count
FROM (
    SELECT 1, 'substations', count(*) FROM flux.substations WHERE utility_id = :utility_id
    UNION ALL
    SELECT 2, 'feeders', count(*) FROM flux.feeders WHERE utility_id = :utility_id
    UNION ALL
    SELECT 3, 'nodes', count(*) FROM flux.nodes WHERE utility_id = :utility_id
    UNION ALL
    SELECT 4, 'segments', count(*) FROM flux.segments WHERE utility_id = :utility_id
    UNION ALL
    SELECT 5, 'poles', count(*) FROM flux.poles WHERE utility_id = :utility_id
    UNION ALL
    SELECT 6, 'transformers', count(*) FROM flux.transformers WHERE utility_id = :utility_id
    UNION ALL
    SELECT 7, 'meters', count(*) FROM flux.meters WHERE utility_id = :utility_id
    UNION ALL
    SELECT 8, 'customers', count(*) FROM flux.customers WHERE utility_id = :utility_id
    UNION ALL
    SELECT 9, 'devices', count(*) FROM flux.devices WHERE utility_id = :utility_id
    UNION ALL
    SELECT 10, 'crews', count(*) FROM flux.crews WHERE utility_id = :utility_id
    UNION ALL
    SELECT 11, 'outages', count(*) FROM flux.outages WHERE utility_id = :utility_id
    UNION ALL
    SELECT 12, 'events', count(*) FROM flux.events WHERE utility_id = :utility_id
    UNION ALL
    SELECT 13, 'weather', count(*) FROM flux.weather WHERE utility_id = :utility_id
    UNION ALL
    SELECT 14, 'weather_forecasts', count(*) FROM flux.weather_forecasts WHERE utility_id = :utility_id
    UNION ALL
    SELECT 15, 'inspections', count(*) FROM flux.inspections WHERE utility_id = :utility_id
    UNION ALL
    SELECT 16, 'asset_failures', count(*) FROM flux.asset_failures WHERE utility_id = :utility_id
    UNION ALL
    SELECT 17, 'asset_nameplates', count(*) FROM flux.asset_nameplates WHERE utility_id = :utility_id
    UNION ALL
    SELECT 18, 'vegetation', count(*) FROM flux.vegetation WHERE utility_id = :utility_id
    UNION ALL
    SELECT 19, 'work_orders', count(*) FROM flux.work_orders WHERE utility_id = :utility_id
    UNION ALL
    SELECT 20, 'documents', count(*) FROM flux.documents WHERE utility_id = :utility_id
) AS counted (place, part, row_count)
ORDER BY place
