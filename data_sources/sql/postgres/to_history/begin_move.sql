-- Says, for this transaction alone, that what is deleted was moved: sums stay (flux.outages_deleted).
SELECT set_config('flux.is_moving', 'on', true)
