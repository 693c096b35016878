-- Says that this transaction writes the rows of its outages itself, so that no trigger steps them before.
SELECT set_config('flux.own_steps', 'on', true)
