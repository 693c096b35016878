"""The view that looks back, without a browser: gain, hazards with what was seen, and why there may be no test."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pyarrow as pa
import pytest

from app.tabs.asset_health.back_test import rows
from app.tabs.asset_health.back_test.assessed import Assessed
from app.tabs.asset_health.back_test.view import BackTestView
from data_sources.analytics.health.back_test import back_test
from data_sources.analytics.health.classes import CLASSES
from data_sources.analytics.health.fitting import fit_hazard
from data_sources.analytics.health.hazard import Spells
from data_sources.analytics.health.risk import RiskParameters
from data_sources.postgres.source import PostgresSource
from data_sources.studies.assets.rows import back_test_told, hazards_told, parameters_told
from data_sources.studies.assets.writing import write_assessment
from tests.app.tabs.asset_health.planning import PlanningSession, say
from tests.data_sources.towns import load_town

AT = dt.datetime(2026, 7, 15, 20, 0, tzinfo=dt.UTC)


def assessed(*, failures: int = 20, is_tested: bool = True) -> Assessed:
    """Poles of wood of which some failed at 50, and a ranking that put every failed one into the first tenth."""
    count = 400
    wood = Spells(
        np.full(count, 20.0), np.where(np.arange(count) < failures, 50.0, 60.0), np.arange(count) < failures,
        np.zeros((count, 2)), np.ones(count),
    )  # fmt: skip
    none = Spells(np.zeros(0), np.zeros(0), np.zeros(0, bool), np.zeros((0, 2)), np.zeros(0))
    hazards = [fit_hazard(wood if one.name == "wood pole" else none, one.prior) for one in CLASSES]
    judged = {"pole": back_test(np.arange(100.0), np.arange(100) >= 95)} if is_tested else {}
    return Assessed(
        AT, json.loads(json.dumps(parameters_told(RiskParameters()))), json.loads(json.dumps(hazards_told(hazards))),
        json.loads(json.dumps(back_test_told(judged) or {})), True,
    )  # fmt: skip


def test_a_perfect_ranking_has_a_lift_of_ten_and_an_area_of_one() -> None:
    told = {figure.label: figure for figure in rows.figures(assessed(), "pole")}
    assert told["Lift at 10 %"].value == "10.0"
    assert told["In the first tenth"].value == "100"
    assert told["Area under the ROC curve"].value == "1.00"
    assert told["Failed since"].value == "5"
    ranking, chance = rows.gain(assessed(), "pole")
    assert np.interp(5, ranking.x, ranking.y) == pytest.approx(100)
    assert chance.y.tolist() == chance.x.tolist()


def test_hazards_stand_beside_what_was_seen() -> None:
    curves = {one.name: one for one in rows.hazard_curves(assessed(), "pole")}
    line, seen = curves["Wood pole"], curves["wood pole, seen"]
    assert seen.x.tolist() == [25, 35, 45, 55]
    assert seen.y[2] == pytest.approx(100 * -np.expm1(-20 / (400 * 10)))  # all failed at the end of their 50th year
    assert (line.low <= line.y).all()
    assert (line.y <= line.high).all()
    assert sum(name.endswith("(assumed)") for name in curves) == 2


@pytest.mark.parametrize(
    ("failures", "kind", "reason"),
    [
        (20, "pole", "does not reach back beyond the last year"),
        (20, "transformer", "no failure of any transformer is on record"),
        (0, "all", "no failure of any asset is on record"),
    ],
)
def test_why_there_is_no_test(failures: int, kind: str, reason: str) -> None:
    found = assessed(failures=failures, is_tested=False)
    assert found.why_no_test(kind).startswith("It cannot be back-tested because ")
    assert reason in found.why_no_test(kind)
    assert rows.gain(found, kind) == []
    assert {figure.value for figure in rows.figures(found, kind)} == {"–"}


def test_a_kind_that_failed_nowhere_since_says_so_while_another_is_judged() -> None:
    found = assessed()
    assert found.why_no_test("pole") == ""
    assert "because no failure of any transformer is on record" in found.why_no_test("transformer")


def test_every_class_has_its_basis_weights_and_costs_with_a_source() -> None:
    hazards = {row["name"]: row for row in rows.hazard_table(assessed(), "all").to_pylist()}
    assert set(hazards) == {one.name for one in CLASSES}
    assert (hazards["wood pole"]["basis"], hazards["steel pole"]["basis"]) == ("fitted", "assumed")
    weights = rows.weight_table(assessed(), "pole").to_pylist()
    assert all(sum(row[part] for part in ("age", "condition", "loading", "life", "voltage", "kin")) == pytest.approx(1)
               for row in weights)  # fmt: skip
    parameters = rows.parameter_table(assessed(), "all").to_pylist()
    assert len(parameters) == 2 * len(CLASSES) + 5
    assert all(row["source"] for row in (*hazards.values(), *weights, *parameters))


def test_a_town_without_a_record_says_why_it_cannot_be_tested(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    one = PlanningSession(empty_source, BackTestView)
    assert "No asset was assessed yet" in one.view.gain_board.veil.html
    write_assessment(empty_source, 1, AT)
    one.look_again()
    assert "cannot be back-tested because no failure of any asset is on record" in one.view.gain_board.veil.html
    assert "cannot be back-tested" in one.view.standing.html
    assert "Assumed" in one.view.table.html
    for table, words in (("weights", "Expected life"), ("parameters", "Replacement, wood pole"), ("hazards", "Shape")):
        say(one.view.table_board.heading, "table", table)
        assert words in one.view.table.html
    say(one.view.bar, "kind", "pole")
    assert "transformer" not in one.view.table.html
    assert isinstance(one.view.table.whole(), pa.Table)
