"""Assets as an assessment leaves them: made of the network's own rows by SQL, so that whoever shows them has some."""

from __future__ import annotations

from data_sources.postgres.source import PostgresSource

FILL = """
TRUNCATE flux.asset_health, flux.vegetation_risk;
INSERT INTO flux.asset_health
SELECT
    kind, id, utility_id, now(), class,
    CASE WHEN u < 0.03 THEN 'NaN' ELSE greatest(100 - age * 1.3 - 20 * u, 3) END,
    greatest(100 - age * 1.3 - 30 * u, 0), least(100 - age * 1.3 - 10 * u, 100), CASE WHEN u < 0.03 THEN 'NaN' ELSE age END,
    CASE WHEN u < 0.03 THEN 'NaN' ELSE 100 - age END, CASE WHEN u < 0.4 THEN 'NaN' ELSE 100 * u END,
    CASE WHEN kind = 'pole' THEN 'NaN' ELSE 100 - 60 * u END, CASE WHEN kind = 'pole' THEN 'NaN' ELSE 100 - 30 * u END,
    'NaN', 'NaN', p, p * 0.6, p * 1.7, customers, (u < 0.01)::int, 3 + 4 * u,
    p * customers * 60 * (3 + 4 * u), p * 9000, CASE WHEN kind = 'pole' THEN 4000 ELSE 9000 END,
    CASE WHEN kind = 'pole' THEN 'NaN' ELSE 10 ^ (4 * u - 3) END,
    CASE WHEN kind = 'pole' THEN 'NaN' ELSE 55 + 75 * u * u END,
    CASE WHEN kind = 'pole' THEN 'NaN' ELSE 35 + 100 * u * u END,
    CASE WHEN u < 0.4 THEN 'NaN' ELSE 12 * u END, CASE WHEN kind = 'pole' THEN 60 + 40 * u ELSE 'NaN' END, true
FROM (
    SELECT *, 0.0005 * exp(age / 14.0) * (0.5 + u) AS p
    FROM (
        SELECT
            'transformer' AS kind, transformer_id AS id, utility_id, customers_served AS customers,
            CASE WHEN is_underground THEN 'pad-mount transformer' ELSE 'pole-mount transformer' END AS class,
            greatest(2026 - installed_year, 0)::real AS age, (abs(hashint4(transformer_id)) % 10007) / 10007.0 AS u
        FROM flux.transformers
        UNION ALL
        SELECT
            'pole', pole_id, utility_id, 1 + abs(hashint4(pole_id + 7)) % 40, material || ' pole',
            greatest(2026 - installed_year, 0)::real, (abs(hashint4(pole_id + 1)) % 10007) / 10007.0
        FROM flux.poles
    ) AS drawn
) AS assets;
INSERT INTO flux.vegetation_risk
SELECT
    segment_id, utility_id, now(), u * u, CASE WHEN u > 0.9 THEN 'critical' WHEN u > 0.7 THEN 'high' ELSE 'low' END,
    1.2, 4 * (1 - u), 6 * (1 - u), 40, true
FROM (
    SELECT segment_id, utility_id, (abs(hashint4(segment_id)) % 10007) / 10007.0 AS u
    FROM flux.segments WHERE NOT is_underground
) AS spans;
INSERT INTO flux.asset_assessments
SELECT utility_id, now(), 'test', '{}', '{}', NULL, true FROM flux.utilities
ON CONFLICT (utility_id) DO UPDATE SET assessed_at = now();
"""


FORGET = """
UPDATE flux.asset_health SET health_score = 'NaN', health_low = 0, health_high = 100, age_years = 'NaN', part_age = 'NaN',
    part_condition = 'NaN', part_loading = 'NaN', part_life = 'NaN', failure_probability = 'NaN',
    failure_probability_low = 'NaN', failure_probability_high = 'NaN', risk_customer_minutes = 'NaN', risk_cost = 'NaN',
    loss_of_life_pct = 'NaN', hot_spot_max_c = 'NaN', peak_load_pct = 'NaN', inspection_age_years = 'NaN',
    remaining_strength_pct = 'NaN', is_simulated = false;
DELETE FROM flux.vegetation_risk;
"""


def assess(source: PostgresSource, *, known: bool = True) -> None:
    """Give every transformer, pole and overhead segment of a database a health and a risk.

    Args:
        source: the database.
        known: else nothing is known of any of them, as of a network that was imported without more.
    """
    with source.connection() as connection:
        connection.execute((FILL if known else FILL + FORGET).encode())


def unassess(source: PostgresSource) -> None:
    """As before the first assessment."""
    with source.connection() as connection:
        connection.execute(b"TRUNCATE flux.asset_health, flux.vegetation_risk, flux.asset_assessments")
