-- Lets this transaction take its time: a bulk load is not a runaway query, nor stuck while its next rows are computed.
SELECT set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)
