-- The few outages that may have lasted over a New Year, so that the key figures find steps that began after it without
-- looking through all outages. A day to either side of UTC's New Year holds that of every zone.
CREATE INDEX outages_over_new_year ON flux.outages (utility_id)
    WHERE has_interruptions AND restored_at IS NOT NULL
    AND extract(year FROM (started_at AT TIME ZONE 'UTC') - interval '1 day')
    <> extract(year FROM (restored_at AT TIME ZONE 'UTC') + interval '1 day');
