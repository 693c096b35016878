-- One row an outage of a utility that this database holds, whatever its state.
-- result: outage_id int64
-- topics: outages
-- bulk: yes
SELECT outage_id FROM flux.outages WHERE utility_id = :utility_id
