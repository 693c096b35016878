-- What the assistant's Cortex Agent looks things up in, for one utility: documents, meters and customers by words.
-- Cortex Search keeps an index by itself; it looks for new rows as often as TARGET_LAG says, and each look wakes the
-- warehouse for as long as there is something new: a day is enough for lists that seldom change.
--
--   snow sql -f deploy/snowflake/060_assistant_search.sql -D database=FLUX -D schema=HISTORY -D warehouse=FLUX_WH -D utility_id=1
USE SCHEMA <% database %>.<% schema %>;

-- One row a passage of a manual, procedure or compliance text; of what utility_id NULL says: of every utility. Filled from
-- PostgreSQL (flux.documents and flux.passages), or by your own pipeline.
CREATE TABLE IF NOT EXISTS assistant_passages (
    utility_id              INTEGER,
    address                 VARCHAR NOT NULL,       -- file name, then # and the page: it is cited by this
    title                   VARCHAR NOT NULL,
    kind                    VARCHAR NOT NULL,       -- manual, procedure, compliance
    page                    INTEGER NOT NULL,
    heading                 VARCHAR NOT NULL,
    passage                 VARCHAR NOT NULL
) CHANGE_TRACKING = TRUE;

CREATE OR REPLACE CORTEX SEARCH SERVICE assistant_documents_<% utility_id %>
    ON passage
    ATTRIBUTES kind
    WAREHOUSE = <% warehouse %>
    TARGET_LAG = '1 day'
AS
SELECT address, title, kind, page, heading, passage
FROM assistant_passages
WHERE utility_id = <% utility_id %> OR utility_id IS NULL;

CREATE OR REPLACE CORTEX SEARCH SERVICE assistant_meters_<% utility_id %>
    ON told
    ATTRIBUTES customer_class, feeder_name
    WAREHOUSE = <% warehouse %>
    TARGET_LAG = '1 day'
AS
SELECT
    m.meter_name,
    m.customer_class,
    f.feeder_name,
    'Meter ' || m.meter_name || ' at transformer ' || t.transformer_name || ' on feeder ' || f.feeder_name || ', '
        || m.customer_class || IFF(m.has_solar, ', with solar', '') || IFF(m.has_ev, ', with a charger', '') AS told
FROM meters AS m
JOIN transformers AS t ON t.transformer_id = m.transformer_id
JOIN feeders AS f ON f.feeder_id = m.feeder_id
WHERE m.utility_id = <% utility_id %> AND m.is_active;

-- Nobody is found by name, account, telephone or address here: a customer is a class and what depends on supply.
CREATE OR REPLACE CORTEX SEARCH SERVICE assistant_customers_<% utility_id %>
    ON told
    ATTRIBUTES customer_class, critical_kind
    WAREHOUSE = <% warehouse %>
    TARGET_LAG = '1 day'
AS
SELECT
    m.meter_name,
    c.customer_class,
    COALESCE(c.critical_kind, 'none') AS critical_kind,
    c.customer_class || ' customer at meter ' || m.meter_name || ' on feeder ' || f.feeder_name
        || COALESCE(', critical: ' || REPLACE(c.critical_kind, '_', ' '), '') AS told
FROM customers AS c
JOIN meters AS m ON m.meter_id = c.meter_id
JOIN feeders AS f ON f.feeder_id = m.feeder_id
WHERE c.utility_id = <% utility_id %> AND c.is_active;

GRANT USAGE ON CORTEX SEARCH SERVICE assistant_documents_<% utility_id %> TO ROLE flux_reader;
GRANT USAGE ON CORTEX SEARCH SERVICE assistant_meters_<% utility_id %> TO ROLE flux_reader;
GRANT USAGE ON CORTEX SEARCH SERVICE assistant_customers_<% utility_id %> TO ROLE flux_reader;
