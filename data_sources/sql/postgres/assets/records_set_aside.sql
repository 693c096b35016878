-- Keeps what is known and to be done of a utility's assets while its network is replaced; undone with the transaction.
SELECT flux.set_records_aside(:utility_id)
