-- Lets the statements of this transaction take their time: a bulk load is not a runaway query.
SET LOCAL statement_timeout = 0
