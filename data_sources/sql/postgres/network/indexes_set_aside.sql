-- Drops the indexes of the large tables and notes how to build them again: one sorted build after a load is several
-- times cheaper than 750,000 insertions into a tree. Primary keys stay. Undone with the transaction.
DO $$
DECLARE kept record;
BEGIN
    CREATE TEMPORARY TABLE indexes_aside ON COMMIT DROP AS
    SELECT i.schemaname, i.indexname, i.indexdef
    FROM pg_indexes AS i
    WHERE i.schemaname = 'flux'
        AND i.tablename IN (
            'nodes', 'segments', 'poles', 'transformers', 'meters', 'customers', 'devices', 'inspections', 'work_orders'
        )
        AND NOT EXISTS (SELECT FROM pg_constraint AS c WHERE c.conindid = format('%I.%I', i.schemaname, i.indexname)::regclass);
    FOR kept IN SELECT * FROM indexes_aside LOOP
        EXECUTE format('DROP INDEX %I.%I', kept.schemaname, kept.indexname);
    END LOOP;
END $$
