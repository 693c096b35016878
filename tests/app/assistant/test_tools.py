"""The catalogue: tools of all tabs, called with checked arguments; a name that is not there is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from pydantic import BaseModel

from app.assistant.context import ToolContext
from app.assistant.name_kinds import NameKind, NameKinds
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.assistant.tools import Catalogue, Tool
from app.tab import Tab
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN, TabEntry
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return catalogue_of(BUILT_IN)


def test_every_tool_says_what_it_is(catalogue: Catalogue) -> None:
    for tool in catalogue:
        assert tool.description.endswith(".")
        assert tool.subjects or tool.words, f"{tool.name} cannot be found by words"
        json.dumps(tool.schema)
        if tool.quantities:
            assert tool.takes("quantity") or tool.takes("by"), tool.name
        for choice in tool.choices:
            assert all(tool.takes(name) for name in choice.sets), f"{tool.name}: {choice}"


def test_facts_of_a_feeder_carry_their_statements_source_and_time(catalogue: Catalogue, demo: PostgresSource) -> None:
    found = catalogue.get("feeder_facts").call(turn(demo), {"name": "f0002"})
    assert found.table["name"].to_pylist() == ["F0002"]
    assert found.column("load_kw").unit == "kW"
    assert [one.query.name for one in found.asked] == ["details_feeder"]
    assert found.source.startswith("PostgreSQL")
    assert found.as_of is not None
    assert found.is_simulated


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"name": "F9999"}, RefusalReason.NO_SUCH_ASSET),
        ({"name": "TX-0001-001"}, RefusalReason.NO_SUCH_ASSET),
        ({"name": "F0001'; DROP TABLE flux.feeders; --"}, RefusalReason.NO_SUCH_ASSET),
        ({}, RefusalReason.NOT_UNDERSTOOD),
    ],
)
def test_what_is_not_there_is_refused(
    catalogue: Catalogue, demo: PostgresSource, values: dict[str, str], reason: RefusalReason
) -> None:
    with pytest.raises(NoAnswer) as caught:
        catalogue.get("feeder_facts").call(turn(demo), values)
    assert caught.value.reason is reason


@pytest.mark.parametrize(
    ("tool", "values", "said"),
    [
        ("feeder_facts", {}, "That cannot be answered without a name: say which one."),
        ("feeders_by_losses", {"by": "colour"},
         "\"colour\" is no quantity that this can be asked with; it can be 'losses_pct' or 'losses_kwh'."),
        ("feeder_facts", {"name": "F0002", "typo_place": "F0001"},
         "feeder_facts has no argument typo_place; it takes name, quantity."),
        ("active_outages", {"by": "no_such", "above": 100},
         '"no_such" is no quantity of active_outages; it can be customers_out, minutes, estimated_restoration_at, '
         "started_at, customers_interrupted."),
        ("load_of_period", {"period": "some day"},
         "'some day' is no period: write yesterday, last_7_days, 2024, 2024-07 or 2024-07-01..2024-07-03."),
    ],
)  # fmt: skip
def test_wrong_arguments_are_told_as_sentences(
    catalogue: Catalogue, demo: PostgresSource, tool: str, values: dict[str, str], said: str
) -> None:
    with pytest.raises(NoAnswer) as caught:
        catalogue.get(tool).call(turn(demo), values)
    assert str(caught.value) == said


class Nothing(BaseModel):
    """No arguments."""


def nothing(context: ToolContext, args: Nothing) -> ToolResult:
    raise AssertionError


def test_a_role_is_needed_and_a_name_is_taken_once(demo: PostgresSource) -> None:
    tool = Tool("write", "Writes.", Nothing, nothing, "proposal", ("thing",), role="supervisor")
    with pytest.raises(NoAnswer) as caught:
        Catalogue([tool]).get("write").call(turn(demo, role="viewer"), {})
    assert caught.value.reason is RefusalReason.FORBIDDEN
    with pytest.raises(ValueError, match="write"):
        Catalogue([tool, tool])


def test_a_tab_that_cannot_be_loaded_brings_no_tools() -> None:
    def broken() -> type:
        raise ImportError("not there")

    assert len(catalogue_of([TabEntry("Broken", "broken", broken)])) == 0


GOOD = Tool("good", "Says.", Nothing, nothing, "row", ("thing",))


@pytest.mark.parametrize(
    ("brought", "used", "why"),
    [
        ((GOOD, GOOD), ["good"], "“good” of this tab: another tool is called good already"),
        ((replace(GOOD, name="feeder_facts"), GOOD), ["good"], "“feeder_facts” of this tab: another tool is called"),
        ((GOOD, "feeder_facts"), ["good"], "it is no Tool"), ((GOOD, replace(GOOD, name="b", arguments=dict)), ["good"], "dict"),
        ((replace(GOOD, subjects=(3,)),), [], "int"), (7, [], "int"),
    ],
)  # fmt: skip
def test_of_a_tab_what_cannot_be_used_is_left_out_and_said(brought: Any, used: list[str], why: str) -> None:
    whole = [tool.name for tool in catalogue_of(BUILT_IN)]
    entry = TabEntry("Own", "own", lambda: type("Own", (Tab,), {"tools": brought}))
    found = catalogue_of([*BUILT_IN, entry])
    assert [tool.name for tool in found] == [*whole, *used]
    assert why in found.left_out["own"]


def test_a_kind_of_names_is_taken_once() -> None:
    kinds = (NameKind("feeder", "own_feeders"), NameKind("battery", "battery_charges"), "battery")
    found = catalogue_of([*BUILT_IN, TabEntry("Own", "own", lambda: type("Own", (Tab,), {"kinds": kinds}))])
    assert [one.names for one in found.kinds if one.kind in ("feeder", "battery")] == [
        "assistant_named",
        "battery_charges",
    ]
    assert "names the kind feeder already" in found.left_out["own"]
    assert "it is no NameKind" in found.left_out["own"]
    with pytest.raises(ValueError, match="feeder"):
        NameKinds([NameKind("feeder"), NameKind("feeder")])


def test_a_schema_takes_no_other_argument_and_no_other_quantity(catalogue: Catalogue) -> None:
    schema = catalogue.get("active_outages").schema
    assert schema["additionalProperties"] is False
    assert schema["properties"]["by"]["enum"][:2] == ["customers_out", "minutes"]


@pytest.mark.parametrize("limit", [float("nan"), float("inf"), "NaN", "Infinity", 1e999, float("-inf")])
def test_a_limit_that_is_no_number_is_refused(catalogue: Catalogue, demo: PostgresSource, limit: object) -> None:
    for name, by in (("active_outages", "customers_out"), ("transformers_between", "load_pct")):
        with pytest.raises(NoAnswer, match="no number that anything can be compared with"):
            catalogue.get(name).call(turn(demo), {"by": by, "above": limit})
