-- One row: what one transaction that runs a model's statement may do: read only, so long, as a role that may only read, in whose time zone.
-- result: read_only string, timeout string, path string, zone string, as_role string
SELECT
    set_config('transaction_read_only', 'on', true) AS read_only,
    set_config('statement_timeout', :timeout_ms, true) AS timeout,
    set_config('search_path', 'pg_catalog', true) AS path,
    set_config('timezone', :time_zone, true) AS zone,
    set_config('role', :as_role, true) AS as_role
