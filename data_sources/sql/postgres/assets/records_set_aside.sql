-- Keeps what is known of assets, and the years they were installed in, while a network is replaced; undone with the transaction.
DO $$
BEGIN
    CREATE TEMPORARY TABLE kept_inspections ON COMMIT DROP AS TABLE flux.inspections;
    CREATE TEMPORARY TABLE kept_failures ON COMMIT DROP AS TABLE flux.asset_failures;
    CREATE TEMPORARY TABLE kept_nameplates ON COMMIT DROP AS TABLE flux.asset_nameplates;
    CREATE TEMPORARY TABLE kept_vegetation ON COMMIT DROP AS
    SELECT v.*, s.segment_name FROM flux.vegetation AS v INNER JOIN flux.segments AS s ON s.segment_id = v.segment_id;
    CREATE TEMPORARY TABLE kept_years ON COMMIT DROP AS
    SELECT 'transformer' AS asset_kind, transformer_id AS asset_id, utility_id, installed_year FROM flux.transformers
    UNION ALL
    SELECT 'pole', pole_id, utility_id, installed_year FROM flux.poles;
END $$
