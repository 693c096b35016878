-- The place of the history: a database, a schema, a warehouse that sleeps, a role that writes and one that reads.
-- Run once by a role that may create them. The tables come afterwards: `fluxops migrate --warehouse`.
--
--   snow sql -f deploy/snowflake/010_place.sql -D database=FLUX -D schema=HISTORY -D warehouse=FLUX_WH -D user=FLUX_APP
CREATE DATABASE IF NOT EXISTS <% database %>;
CREATE SCHEMA IF NOT EXISTS <% database %>.<% schema %>;

-- Sleeps after a minute without questions; nothing in Flux wakes it but a viewer, a load or a refresh of new rows.
CREATE WAREHOUSE IF NOT EXISTS <% warehouse %>
    WAREHOUSE_SIZE = 'XSMALL' AUTO_SUSPEND = 60 AUTO_RESUME = TRUE INITIALLY_SUSPENDED = TRUE;

-- The writer migrates, loads and streams.
CREATE ROLE IF NOT EXISTS flux_writer;
GRANT USAGE ON DATABASE <% database %> TO ROLE flux_writer;
GRANT USAGE, CREATE TABLE, CREATE VIEW, CREATE DYNAMIC TABLE, CREATE STAGE, CREATE FILE FORMAT, CREATE PIPE, CREATE STREAM, CREATE TASK,
    CREATE CORTEX SEARCH SERVICE, CREATE SEMANTIC VIEW, CREATE AGENT
    ON SCHEMA <% database %>.<% schema %> TO ROLE flux_writer;
GRANT USAGE, OPERATE ON WAREHOUSE <% warehouse %> TO ROLE flux_writer;
GRANT EXECUTE TASK ON ACCOUNT TO ROLE flux_writer;

-- The reader is what the page logs in as: it can change nothing.
CREATE ROLE IF NOT EXISTS flux_reader;
GRANT USAGE ON DATABASE <% database %> TO ROLE flux_reader;
GRANT USAGE ON SCHEMA <% database %>.<% schema %> TO ROLE flux_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA <% database %>.<% schema %> TO ROLE flux_reader;
GRANT SELECT ON FUTURE TABLES IN SCHEMA <% database %>.<% schema %> TO ROLE flux_reader;
GRANT SELECT ON ALL VIEWS IN SCHEMA <% database %>.<% schema %> TO ROLE flux_reader;
GRANT SELECT ON FUTURE VIEWS IN SCHEMA <% database %>.<% schema %> TO ROLE flux_reader;
GRANT SELECT ON ALL DYNAMIC TABLES IN SCHEMA <% database %>.<% schema %> TO ROLE flux_reader;
GRANT SELECT ON FUTURE DYNAMIC TABLES IN SCHEMA <% database %>.<% schema %> TO ROLE flux_reader;
GRANT USAGE ON WAREHOUSE <% warehouse %> TO ROLE flux_reader;
GRANT ROLE flux_reader TO ROLE flux_writer;
GRANT ROLE flux_reader TO USER <% user %>;
