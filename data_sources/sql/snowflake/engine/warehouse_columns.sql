-- One row a column of the history's schema, with what kind of values it holds, whichever engine names the type.
-- result: table_name string, column_name string, kind string
SELECT
    LOWER(c.table_name) AS table_name,
    LOWER(c.column_name) AS column_name,
    CASE
        WHEN c.data_type IN ('FLOAT', 'DOUBLE', 'REAL') THEN 'float'
        WHEN c.data_type IN ('SMALLINT', 'INTEGER', 'BIGINT') THEN 'integer'
        WHEN c.data_type = 'NUMBER' AND c.numeric_scale = 0 THEN 'integer'
        WHEN c.data_type IN ('NUMBER', 'DECIMAL') THEN 'decimal'
        WHEN c.data_type IN ('TEXT', 'VARCHAR') THEN 'text'
        WHEN c.data_type IN ('TIMESTAMP', 'TIMESTAMP_NTZ') THEN 'timestamp'
        ELSE LOWER(c.data_type)
    END AS kind
FROM information_schema.columns AS c
WHERE UPPER(c.table_schema) = UPPER(CURRENT_SCHEMA())
ORDER BY LOWER(c.table_name), LOWER(c.column_name)
