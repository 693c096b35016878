-- Search finds Ölmühle typed in either case, whatever locale the database was made with: lower() of the C locale, which
-- the embedded one has, knows A to Z alone. The first of these that this PostgreSQL has knows the letters of Unicode.
DO $$
BEGIN
    CREATE COLLATION flux.letters (provider = builtin, locale = 'C.UTF-8');  -- 17 and later, in a database in UTF-8
EXCEPTION WHEN OTHERS THEN
    BEGIN
        CREATE COLLATION flux.letters (provider = icu, locale = 'und');
    EXCEPTION WHEN OTHERS THEN
        BEGIN
            CREATE COLLATION flux.letters (provider = libc, locale = 'C.UTF-8');
        EXCEPTION WHEN OTHERS THEN
            CREATE COLLATION flux.letters FROM "C";
        END;
    END;
END
$$;

DROP INDEX flux.segments_search, flux.poles_search, flux.transformers_search, flux.meters_search, flux.customers_search,
    flux.devices_search;
CREATE INDEX segments_search ON flux.segments (utility_id, lower(segment_name COLLATE flux.letters) text_pattern_ops);
CREATE INDEX poles_search ON flux.poles (utility_id, lower(pole_name COLLATE flux.letters) text_pattern_ops);
CREATE INDEX transformers_search ON flux.transformers (utility_id, lower(transformer_name COLLATE flux.letters) text_pattern_ops);
CREATE INDEX meters_search ON flux.meters (utility_id, lower(meter_name COLLATE flux.letters) text_pattern_ops);
CREATE INDEX customers_search ON flux.customers (utility_id, lower(account_number COLLATE flux.letters) text_pattern_ops);
CREATE INDEX devices_search ON flux.devices (utility_id, lower(device_name COLLATE flux.letters) text_pattern_ops);
