-- One row: the critical customers of a place with an active account, all and by kind. 0 for an id: any.
-- result: critical int64, life_support int64, hospital int64, nursing_home int64, water int64, police int64, fire int64,
-- school int64, shelter int64, telecom int64
-- topics: network
SELECT
    count(*) AS critical,
    count(*) FILTER (WHERE c.critical_kind = 'life_support') AS life_support,
    count(*) FILTER (WHERE c.critical_kind LIKE '%hospital%') AS hospital,
    count(*) FILTER (WHERE c.critical_kind = 'nursing_home') AS nursing_home,
    count(*) FILTER (WHERE c.critical_kind LIKE 'water%') AS water,
    count(*) FILTER (WHERE c.critical_kind LIKE 'police%') AS police,
    count(*) FILTER (WHERE c.critical_kind LIKE 'fire%') AS fire,
    count(*) FILTER (WHERE c.critical_kind LIKE '%school%') AS school,
    count(*) FILTER (WHERE c.critical_kind LIKE '%shelter%') AS shelter,
    count(*) FILTER (WHERE c.critical_kind LIKE 'telecom%') AS telecom
FROM flux.feeders AS f
JOIN flux.meters AS m ON m.feeder_id = f.feeder_id
JOIN flux.customers AS c ON c.meter_id = m.meter_id
WHERE
    f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
    AND c.utility_id = :utility_id AND c.is_active AND c.critical_kind IS NOT NULL
