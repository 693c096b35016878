-- Calls that were made.
DELETE FROM flux.sim_messages WHERE message_id = ANY (CAST(:message_ids AS bigint[]))
