"""Transformers and poles within limits: which and how many, as the bench knows; what nobody knows is not counted."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.tools import Tool
from app.tabs.asset_health.tools.filtering import ASSETS_BETWEEN, POLES_BETWEEN, TRANSFORMERS_BETWEEN
from app.tabs.asset_health.tools.ranking import TRANSFORMERS_RANKED
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn
from tests.app.tabs.asset_health.tools.town import ANY, known

CASES: list[tuple[Tool, str, str, str, float | None, float | None]] = [
    (TRANSFORMERS_BETWEEN, "transformer", "load_pct", "load_pct", 100, None),
    (TRANSFORMERS_BETWEEN, "transformer", "load_pct", "load_pct", 60, 80),
    (TRANSFORMERS_BETWEEN, "transformer", "voltage_v", "voltage_v", None, 114),
    (TRANSFORMERS_BETWEEN, "transformer", "hot_spot_max_c", "hot_spot", 110, None),
    (TRANSFORMERS_BETWEEN, "transformer", "age_years", "age", 40, None),
    (TRANSFORMERS_BETWEEN, "transformer", "health_score", "health", None, 50),
    (TRANSFORMERS_BETWEEN, "transformer", "failure_probability_pct", "failure", 5, None),
    (TRANSFORMERS_BETWEEN, "transformer", "loss_of_life_pct", "loss_of_life", 0.02, None),
    (POLES_BETWEEN, "pole", "health_score", "health", None, 60),
    (POLES_BETWEEN, "pole", "age_years", "age", 50, None),
    (POLES_BETWEEN, "pole", "height_m", "height_m", 12, None),
]


@pytest.mark.parametrize(("tool", "kind", "by", "own", "above", "below"), CASES)
@pytest.mark.parametrize("place", ["", "F0006", "SUB-001"])
def test_which_and_how_many_as_the_bench_knows(
    town: PostgresSource, tool: Tool, kind: str, by: str, own: str, above: float | None, below: float | None, place: str
) -> None:
    limits = ANY | {name: value for name, value in (("low", above), ("high", below)) if value is not None}
    values = {"by": by, "above": above, "below": below, "place": place}
    listed = tool.call(turn(town), values)
    rows = known(town, f"{kind}s_between", place=place, by=own, **limits)
    got = dict(zip(listed.table["name"].to_pylist(), listed.table[by].to_pylist(), strict=True))
    assert got == pytest.approx({row[f"{kind}_name"]: float(row["value"]) for row in rows})
    counted = tool.call(turn(town), values | {"is_count": True})
    ((many,),) = [row.values() for row in known(town, f"{kind}s_counted", place=place, by=own, **limits)]
    assert counted.table.to_pylist() == [{"how_many": many}]


def test_overloaded_ones_stand_the_worst_first(town: PostgresSource) -> None:
    found = TRANSFORMERS_BETWEEN.call(turn(town), {"by": "load_pct", "above": 100})
    assert found.title == "Transformers with loading above 100 %"
    values = found.table["load_pct"].to_pylist()
    assert values == sorted(values, reverse=True)
    assert min(values) > 100


def test_nobody_knows_how_many_where_the_quantity_is_known_of_none(demo: PostgresSource) -> None:
    found = TRANSFORMERS_BETWEEN.call(turn(demo), {"by": "hot_spot_max_c", "above": 110, "is_count": True})
    assert found.table.to_pylist() == [{"how_many": None}]
    assert "Of none of the 1,700 transformers is it known: hot spot." in found.note


def test_none_is_an_answer(town: PostgresSource) -> None:
    found = TRANSFORMERS_BETWEEN.call(turn(town), {"by": "age_years", "above": 300})
    assert found.table.num_rows == 0
    assert found.goes == ()
    counted = TRANSFORMERS_BETWEEN.call(turn(town), {"by": "age_years", "above": 300, "is_count": True})
    assert counted.table.to_pylist() == [{"how_many": 0}]


def test_two_limits_together(town: PostgresSource) -> None:
    both = {"by": "load_pct", "above": 80, "also": "age_years", "also_above": 30}
    found = TRANSFORMERS_BETWEEN.call(turn(town), both)
    loaded, old = (
        set(TRANSFORMERS_BETWEEN.call(turn(town), values).table["name"].to_pylist())
        for values in ({"by": "load_pct", "above": 80}, {"by": "age_years", "above": 30})
    )
    assert set(found.table["name"].to_pylist()) == loaded & old
    assert loaded & old
    assert found.title == "Transformers with loading above 80 % and age above 30 years"
    assert [one.key for one in found.columns][2:4] == ["load_pct", "age_years"]


def test_without_supply(town: PostgresSource) -> None:
    with town.connection() as connection:
        text = b"SELECT count(*) FROM flux.transformer_status WHERE NOT is_energized"
        ((many,),) = connection.execute(text).fetchall()
    found = TRANSFORMERS_BETWEEN.call(turn(town), {"state": "de_energized"})
    assert found.title == "De-energized transformers"
    assert found.table.num_rows == many
    assert set(found.table["is_energized"].to_pylist()) == {False}
    counted = TRANSFORMERS_BETWEEN.call(turn(town), {"state": "de_energized", "is_count": True})
    assert counted.table.to_pylist() == [{"how_many": many}]


def test_a_list_that_is_cut_says_how_many_there_are(town: PostgresSource) -> None:
    found = POLES_BETWEEN.call(turn(town), {"by": "age_years", "above": 1, "n": 5})
    many = (
        POLES_BETWEEN.call(turn(town), {"by": "age_years", "above": 1, "is_count": True}).table["how_many"][0].as_py()
    )
    assert found.table.num_rows == 5
    assert found.cut_words == f"the first 5 of {many:,}"


def test_assets_are_transformers_and_poles(town: PostgresSource) -> None:
    values = {"by": "health_score", "below": 50, "is_count": True}
    transformers, poles, assets = (
        tool.call(turn(town), values).table["how_many"][0].as_py()
        for tool in (TRANSFORMERS_BETWEEN, POLES_BETWEEN, ASSETS_BETWEEN)
    )
    assert assets == transformers + poles > 0


@pytest.mark.parametrize(
    "values",
    [
        {"by": "health_score"},
        {"by": "health_score", "below": 50, "also": "age_years"},
        {"by": "health_score", "below": 50, "also": "health_score", "also_above": 10},
    ],
)
def test_a_filter_needs_a_limit(town: PostgresSource, values: dict[str, object]) -> None:
    with pytest.raises(NoAnswer) as caught:
        TRANSFORMERS_BETWEEN.call(turn(town), values)
    assert caught.value.reason is RefusalReason.NOT_UNDERSTOOD


def test_without_a_limit_all_of_a_place_are_listed(town: PostgresSource) -> None:
    listed = TRANSFORMERS_BETWEEN.call(turn(town), {"place": "F0002"})
    (count,) = TRANSFORMERS_BETWEEN.call(turn(town), {"place": "F0002", "is_count": True}).table["how_many"].to_pylist()
    assert listed.table.num_rows == count > 0


@given(
    by=st.sampled_from(["load_pct", "health_score", "age_years", "hot_spot_max_c"]), limit=st.floats(0, 130),
    place=st.sampled_from(["", "F0002", "SUB-002"]),
)  # fmt: skip
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_above_below_and_on_a_limit_are_all_that_are_known(
    town: PostgresSource, by: str, limit: float, place: str
) -> None:
    ranked = TRANSFORMERS_RANKED.call(turn(town), {"by": by, "place": place, "n": 1000}).table[by].to_pylist()
    counts = [
        TRANSFORMERS_BETWEEN.call(turn(town), {"by": by, "place": place, "is_count": True, side: limit})
        for side in ("above", "below")
    ]
    above, below = (one.table["how_many"][0].as_py() for one in counts)
    if len(ranked) < 1000:
        assert (above, below) == (sum(v > limit for v in ranked), sum(v < limit for v in ranked))
    assert above + below <= 1700
