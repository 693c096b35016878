-- What is asked at every look, and what is removed by its age, is found without reading whole tables.
CREATE INDEX meter_messages_of_utility ON flux.meter_messages (utility_id, received_at);
CREATE INDEX interruptions_restored ON flux.interruptions (restored_at);
CREATE INDEX outages_restored ON flux.outages (utility_id, restored_at);
CREATE INDEX outages_cancelled ON flux.outages (utility_id, closed_at) WHERE state = 'cancelled';
CREATE INDEX audit_written ON flux.audit (written_at);
CREATE INDEX audit_batches ON flux.audit (written_at) WHERE action = 'take_meter_messages';
-- Calls that still name who called: each leaves it when that is forgotten.
CREATE INDEX trouble_calls_callers ON flux.trouble_calls (closed_at)
    WHERE caller_name IS NOT NULL OR caller_phone IS NOT NULL OR note IS NOT NULL;
