-- Builds the indexes that were set aside in this transaction.
DO $$
DECLARE kept record;
BEGIN
    FOR kept IN SELECT * FROM indexes_aside ORDER BY indexname LOOP
        EXECUTE kept.indexdef;
    END LOOP;
END $$
