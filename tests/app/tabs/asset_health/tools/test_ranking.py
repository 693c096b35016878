"""Rankings of transformers, poles and both: the bench's own numbers, ties and what nobody knows told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import ways
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.assistant.tools import Tool
from app.tabs.asset_health.tools.ranking import ASSETS_RANKED, POLES_RANKED, TRANSFORMERS_RANKED
from data_sources.assets import AssetRef
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn
from tests.app.tabs.asset_health.tools.town import known

OF_TRANSFORMERS = {
    "load_pct": "load_pct", "load_kw": "load_kw", "voltage_v": "voltage_v", "age_years": "age", "rated_kva": "rated_kva",
    "customers": "customers", "health_score": "health", "risk_cost": "risk", "failure_probability_pct": "failure",
    "hot_spot_max_c": "hot_spot", "loss_of_life_pct": "loss_of_life",
}  # fmt: skip
OF_POLES = {
    "age_years": "age", "height_m": "height_m", "health_score": "health", "failure_probability_pct": "failure",
    "risk_cost": "risk", "remaining_strength_pct": "strength",
}  # fmt: skip
CASES = [
    (tool, kind, by, own)
    for tool, kind, names in (
        (TRANSFORMERS_RANKED, "transformer", OF_TRANSFORMERS), (POLES_RANKED, "pole", OF_POLES),
    )
    for by, own in names.items()
]  # fmt: skip


@pytest.mark.parametrize(("tool", "kind", "by", "own"), CASES, ids=[f"{case[1]}-{case[2]}" for case in CASES])
@pytest.mark.parametrize("place", ["", "F0003", "SUB-001"])
@pytest.mark.parametrize("order", ["most", "least"])
def test_it_ranks_as_the_bench_knows(
    town: PostgresSource, tool: Tool, kind: str, by: str, own: str, place: str, order: str
) -> None:
    found = tool.call(turn(town), {"by": by, "place": place, "order": order, "n": 12})
    sign = -1 if order == "most" else 1
    rows = known(town, f"{kind}s_ranked", place=place, by=own, sign=sign, n=2000)
    if (by, order) == ("voltage_v", "least"):  # what has no supply has no lowest voltage
        rows = [row for row in rows if row["value"] > 0]
    rows = [row for row in rows if sign * row["value"] <= sign * rows[min(12, len(rows)) - 1]["value"]]  # and its ties
    values = dict(zip(found.table["name"].to_pylist(), found.table[by].to_pylist(), strict=True))
    right = {row[f"{kind}_name"]: float(row["value"]) for row in rows}
    assert list(values.values()) == pytest.approx([float(row["value"]) for row in rows][:12])
    assert all(values[name] == pytest.approx(right[name]) for name in values)
    if len(rows) > len(values):
        assert f"{len(rows) - len(values):,} more rank level with the last one." in found.note
    else:
        assert "level with" not in found.note


def test_what_is_not_known_is_left_out_and_told(town: PostgresSource) -> None:
    found = TRANSFORMERS_RANKED.call(turn(town), {"by": "health_score", "order": "least", "place": "F0002", "n": 1000})
    unknown = unknown_healths(town)
    assert f"{unknown} of {found.table.num_rows + unknown} transformers have no known health: left out." in found.note
    assert not np.isnan(found.table["health_score"].to_numpy()).any()


def unknown_healths(town: PostgresSource) -> int:
    """Of the transformers on F0002."""
    with town.connection() as connection:
        found = connection.execute(
            "SELECT count(*) FROM flux.asset_health AS h JOIN flux.transformers AS t ON t.transformer_id = h.asset_id "
            "JOIN flux.feeders AS f USING (feeder_id) WHERE asset_kind = 'transformer' AND feeder_name = 'F0002' "
            "AND h.health_score = 'NaN'"
        )
        return int(found.fetchall()[0][0])


def test_a_quantity_that_nobody_knows_ranks_nothing(demo: PostgresSource) -> None:
    found = TRANSFORMERS_RANKED.call(turn(demo), {"by": "hot_spot_max_c"})  # this demo has no history
    assert found.table.num_rows == 0
    assert "Of none of the 1,700 transformers is it known: hot spot." in found.note
    assert found.goes == ()


def test_it_says_unit_place_time_and_where_it_leads(town: PostgresSource) -> None:
    found = TRANSFORMERS_RANKED.call(turn(town), {"by": "load_pct", "place": "f0002", "n": 3})
    assert found.title == "Transformers by loading, highest first"
    assert found.place == "Feeder F0002"
    assert found.column("load_pct").unit == "%"
    assert set(found.table["feeder_name"].to_pylist()) == {"F0002"}
    assert found.as_of is not None
    assert found.is_simulated
    assert "without supply now, at 0." in found.note
    first = found.table.to_pylist()[0]
    to_map, page = found.goes
    assert to_map.tab == ways.MAP
    assert (to_map.lon, to_map.lat) == (first["lon"], first["lat"])
    assert page.tab == ways.ASSETS
    assert page.asset == AssetRef("transformer", first["asset_id"])
    assert page.texts == (("view", "asset"),)


def test_when_it_is_of_depends_on_what_ranks(town: PostgresSource) -> None:
    def of(by: str) -> ToolResult:
        return TRANSFORMERS_RANKED.call(turn(town), {"by": by})

    with town.connection() as connection:
        ((assessed,),) = connection.execute(b"SELECT assessed_at FROM flux.asset_assessments").fetchall()
        ((measured,),) = connection.execute(b"SELECT max(updated_at) FROM flux.transformer_status").fetchall()
    assert of("risk_cost").as_of == assessed
    assert of("load_kw").as_of == measured
    assert of("rated_kva").as_of is None


def test_kinds_and_states_are_chosen(town: PostgresSource) -> None:
    found = TRANSFORMERS_RANKED.call(turn(town), {"by": "age_years", "kind": "pad_mounted", "n": 20})
    assert found.title == "Pad-mounted transformers by age, highest first"
    assert set(found.table["built"].to_pylist()) == {"pad_mounted"}
    steel = POLES_RANKED.call(turn(town), {"by": "age_years", "kind": "wood", "n": 5})
    assert set(steel.table["built"].to_pylist()) == {"wood"}
    dark = TRANSFORMERS_RANKED.call(turn(town), {"by": "customers", "state": "de_energized", "n": 5})
    assert dark.title == "De-energized transformers by customers, highest first"
    assert set(dark.table["is_energized"].to_pylist()) == {False}


def test_assets_of_both_kinds_rank_together(town: PostgresSource) -> None:
    found = ASSETS_RANKED.call(turn(town), {"by": "risk_cost", "n": 200})
    values = found.table["risk_cost"].to_pylist()
    assert values == sorted(values, reverse=True)
    assert set(found.table["asset_kind"].to_pylist()) == {"transformer", "pole"}
    top = [
        tool.call(turn(town), {"by": "risk_cost", "n": 200}).table["risk_cost"].to_pylist()
        for tool in (TRANSFORMERS_RANKED, POLES_RANKED)
    ]
    assert values == sorted((*top[0], *top[1]), reverse=True)[:200]


def test_there_is_no_such_place_nor_quantity(town: PostgresSource) -> None:
    for values, reason in (
        ({"by": "risk_cost", "place": "F9999"}, RefusalReason.NO_SUCH_ASSET),
        ({"by": "height_m"}, RefusalReason.NOT_UNDERSTOOD),
        ({}, RefusalReason.NOT_UNDERSTOOD),
    ):
        with pytest.raises(NoAnswer) as caught:
            TRANSFORMERS_RANKED.call(turn(town), values)
        assert caught.value.reason is reason


def test_before_any_assessment_the_year_of_installation_tells_the_age(demo_source: PostgresSource) -> None:
    with demo_source.connection() as connection:
        ((year,),) = connection.execute(b"SELECT min(nullif(installed_year, 0)) FROM flux.transformers").fetchall()
        connection.execute(b"DELETE FROM flux.asset_health")
        connection.execute(b"DELETE FROM flux.asset_assessments")
    found = TRANSFORMERS_RANKED.call(turn(demo_source), {"by": "age_years", "n": 1})
    assert found.table["age_years"].to_pylist() == [turn(demo_source).today.year - year]
    assert found.as_of is None
    assert TRANSFORMERS_RANKED.call(turn(demo_source), {"by": "risk_cost"}).table.num_rows == 0


@given(
    tool=st.sampled_from([(TRANSFORMERS_RANKED, list(OF_TRANSFORMERS)), (POLES_RANKED, list(OF_POLES))]),
    index=st.integers(0, 20), place=st.sampled_from(["", "F0001", "F0008", "SUB-002"]), order=st.sampled_from(["most", "least"]),
    n=st.integers(1, 40),
)  # fmt: skip
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_longer_ranking_begins_with_the_shorter_one(
    town: PostgresSource, tool: tuple[Tool, list[str]], index: int, place: str, order: str, n: int
) -> None:
    ranked, names = tool
    values = {"by": names[index % len(names)], "place": place, "order": order}
    short, long = (ranked.call(turn(town), values | {"n": rows}).table for rows in (n, n + 7))
    assert long.slice(0, short.num_rows).equals(short)
    assert short.num_rows == min(n, long.num_rows)
    numbers = long[values["by"]].to_numpy()
    steps = np.diff(numbers)
    assert (steps <= 0).all() if order == "most" else (steps >= 0).all()
    assert len(set(long["name"].to_pylist())) == long.num_rows
