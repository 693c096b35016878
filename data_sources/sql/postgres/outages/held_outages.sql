-- One row an outage of a utility that this database answers for: it holds it, whatever its state, or it was taken back.
-- result: outage_id int64
-- topics: outages
-- bulk: yes
SELECT outage_id FROM flux.outages WHERE utility_id = :utility_id
UNION ALL
SELECT outage_id FROM flux.outages_taken_back WHERE utility_id = :utility_id
