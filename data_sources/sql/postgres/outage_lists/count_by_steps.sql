-- Has outages counted by their groups of customers from now on (the trigger keep_outage sums them).
UPDATE flux.outages SET has_interruptions = true WHERE outage_id = ANY(:outage_ids::bigint[])
