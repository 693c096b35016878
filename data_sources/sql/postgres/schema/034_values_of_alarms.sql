-- The last value of an alarm follows its quantity, with the time when it was measured.
ALTER TABLE flux.alarms ADD COLUMN last_value_at timestamptz;
UPDATE flux.alarms SET last_value_at = coalesce(closed_at, annunciated_at);
ALTER TABLE flux.alarms ALTER COLUMN last_value_at SET NOT NULL;
COMMENT ON COLUMN flux.alarms.last_value IS 'as last written: at a step, and at most once a minute where it changed';
-- No index holds a value: with room beside it a row is written anew on its own page, and no index is touched.
ALTER TABLE flux.alarms SET (fillfactor = 80);
