-- Hours whose load no transformer of its kind carries (above 300 % of the rating; IEEE C57.91): unknown, and counted.
ALTER TABLE transformer_thermal_day ADD COLUMN IF NOT EXISTS implausible_hours SMALLINT;  -- of the unknown ones
