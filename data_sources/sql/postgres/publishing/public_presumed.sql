-- One row: whether an outage is presumed that nobody has confirmed yet; of how many, where or whom nothing is asked.
-- result: is_presumed bool
-- topics: outages
SELECT EXISTS (SELECT FROM flux.outages WHERE utility_id = :utility_id AND state = 'predicted') AS is_presumed
