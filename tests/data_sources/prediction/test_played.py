"""Predictions against a demo's truth, as the database keeps it."""

from __future__ import annotations

import pytest

from data_sources.postgres.source import PostgresSource
from data_sources.prediction.played import played_score
from data_sources.query import Query
from tests.data_sources.towns import load_town

OUTAGE = (
    "INSERT INTO flux.outages (outage_id, utility_id, feeder_id, started_at, stepped_at, cause, customers_interrupted, "
    "customers_out, lon, lat, is_simulated, state, confirmed_at) VALUES "
)
FAULT = (
    "INSERT INTO flux.sim_faults (utility_id, outage_id, struck_at, cause, lon, lat, is_temporary, is_hidden, is_nothing, "
    "presumed_at, is_right_first) VALUES "
)
WHY = (
    "INSERT INTO flux.outage_predictions (outage_id, probability, began_at, found_at, looked_at, last_gasps, calls, silent, "
    "answering, reasons, alternatives) VALUES "
)


def outage(number: int, state: str, confirmed: str) -> str:
    return f"{OUTAGE} ({number}, 1, 1, now(), now(), 'unknown', 0, 0, -95, 29, true, '{state}', {confirmed})"


def fault(outage_id: str, hours_ago: float, kind: str, presumed: str, right: str) -> str:
    struck = f"now() - interval '{hours_ago} hours'"
    at = f"{struck} + interval '{presumed}'" if presumed else "NULL"
    flags = {"hidden": "true, false", "nothing": "false, true", "told": "false, false"}[kind]
    return f"{FAULT} (1, {outage_id}, {struck}, 'animal', -95, 29, false, {flags}, {at}, {right})"


def test_faults_that_nothing_reported_are_scored(empty_source: PostgresSource) -> None:
    """Found after 1 and 3 minutes, one reported from the field; one still unknown, one told of, one too old: not counted.

    Three outages were presumed where nobody was out: one is a prediction, one a person's, one moved to a fault later.
    """
    load_town(empty_source, 2)
    with empty_source.connection() as connection:
        for number, state, confirmed in ((1, "confirmed", "now()"), (2, "on_site", "now()"), (3, "confirmed", "now()"),
                                         (4, "predicted", "NULL"), (5, "cancelled", "NULL"), (6, "cancelled", "NULL")):  # fmt: skip
            connection.execute(outage(number, state, confirmed).encode())
        for one in (
            fault("1", 1, "hidden", "1 minute", "true"), fault("2", 2, "hidden", "3 minutes", "false"),
            fault("3", 3, "hidden", "", "NULL"), fault("NULL", 1, "hidden", "", "NULL"),
            fault("4", 1, "told", "", "NULL"), fault("1", 30, "hidden", "1 minute", "true"),
            fault("5", 1, "nothing", "", "NULL"), fault("6", 1, "nothing", "", "NULL"),
            fault("1", 1, "nothing", "", "NULL"),
        ):  # fmt: skip
            connection.execute(one.encode())
        for number in (1, 5):
            connection.execute(f"{WHY} ({number}, 0.9, now(), now(), now(), 1, 0, 0, 0, '[]', '[]')".encode())
    score = played_score(empty_source.fetch(Query.of("prediction_scores", utility_id=1)))
    assert (score.faults, score.found, score.presumed, score.right_first, score.false_predictions) == (3, 2, 2, 1, 1)
    assert (score.p50_minutes, score.p90_minutes) == (pytest.approx(2.0), pytest.approx(2.8))


def test_a_utility_without_a_truth_has_no_score(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    assert played_score(empty_source.fetch(Query.of("prediction_scores", utility_id=1))).faults == 0
