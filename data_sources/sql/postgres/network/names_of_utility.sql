-- One row a kind of thing that the history knows by id: ids and names of a utility's, those alone that a name tells apart.
SELECT 'substation' AS counter, array_agg(id) AS ids, array_agg(name) AS names
FROM (
    SELECT min(substation_id) AS id, substation_name AS name
    FROM flux.substations WHERE utility_id = :utility_id GROUP BY substation_name HAVING count(*) = 1
) AS substations
UNION ALL
SELECT 'feeder' AS counter, array_agg(id) AS ids, array_agg(name) AS names
FROM (
    SELECT min(feeder_id) AS id, feeder_name AS name
    FROM flux.feeders WHERE utility_id = :utility_id GROUP BY feeder_name HAVING count(*) = 1
) AS feeders
UNION ALL
SELECT 'pole' AS counter, array_agg(id) AS ids, array_agg(name) AS names
FROM (
    SELECT min(pole_id) AS id, pole_name AS name
    FROM flux.poles WHERE utility_id = :utility_id GROUP BY pole_name HAVING count(*) = 1
) AS poles
UNION ALL
SELECT 'transformer' AS counter, array_agg(id) AS ids, array_agg(name) AS names
FROM (
    SELECT min(transformer_id) AS id, transformer_name AS name
    FROM flux.transformers WHERE utility_id = :utility_id GROUP BY transformer_name HAVING count(*) = 1
) AS transformers
UNION ALL
SELECT 'meter' AS counter, array_agg(id) AS ids, array_agg(name) AS names
FROM (
    SELECT min(meter_id) AS id, meter_name AS name
    FROM flux.meters WHERE utility_id = :utility_id GROUP BY meter_name HAVING count(*) = 1
) AS meters
UNION ALL
SELECT 'customer' AS counter, array_agg(id) AS ids, array_agg(name) AS names
FROM (
    SELECT min(customer_id) AS id, account_number AS name
    FROM flux.customers WHERE utility_id = :utility_id GROUP BY account_number HAVING count(*) = 1
) AS customers
