"""Units that a question asks for: told in them where the quantity converts, refused in words where it does not."""

from __future__ import annotations

import re

import pyarrow as pa
import pytest

from app.assistant.assistant import Assistant
from app.assistant.built_in.derived.in_asked_unit import in_asked_unit
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.built_in.reading.units import converted, same_family
from app.assistant.events import Declined, Shown, Stated
from app.assistant.refusals import RefusalReason
from app.assistant.results import ChartSpec, ToolResult
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from app.widgets.column import Column
from data_sources.postgres.source import PostgresSource
from data_sources.source import Sources
from tests.app.assistant.asking import turn


@pytest.fixture(scope="module")
def assistant(demo: PostgresSource) -> Assistant:
    catalogue = catalogue_of(BUILT_IN)
    return Assistant(catalogue, BuiltInPlanner(catalogue), Sources(live=demo, history=None))


@pytest.mark.parametrize(
    ("words", "unit", "plainly", "ratio"),
    [
        ("load of F0002 in MW", "MW", "load of F0002", 1e-3),
        ("height of P-000151 in feet", "ft", "height of P-000151", 1 / 0.3048),
        ("SAIDI this year in hours", "h", "SAIDI this year", 1 / 60),
        ("conductor length of F0002 in miles", "mi", "conductor length of F0002", 1 / 1.609344),
        ("how many miles of line does F0002 have", "mi", "length of lines of F0002", 1 / 1.609344),
        ("wind in miles per hour", "mph", "wind", 1 / 0.44704),
        ("rated capacity of SUB-001 in kVA", "kVA", "rated capacity of SUB-001", 1e3),
        ("feeders by load in MW", "MW", "feeders by load", 1e-3),
    ],
)
def test_a_number_is_told_in_the_unit_that_is_asked_for(
    assistant: Assistant, demo: PostgresSource, words: str, unit: str, plainly: str, ratio: float
) -> None:
    asked, plain = _told(assistant, demo, words), _told(assistant, demo, plainly)
    mine, own = asked[0], plain[0]
    assert mine.text.endswith(f" {unit}")
    rounded = _half_of_last_digit(own.text) * ratio + _half_of_last_digit(mine.text)
    assert _number(mine.text) == pytest.approx(_number(own.text) * ratio, rel=0, abs=rounded * 1.001)
    assert mine.cell is not None
    assert own.cell is not None
    assert mine.cell.key == own.cell.key


def test_fahrenheit_has_another_zero(assistant: Assistant, demo: PostgresSource) -> None:
    warm, plain = _told(assistant, demo, "temperature in °F")[0], _told(assistant, demo, "temperature")[0]
    rounded = _half_of_last_digit(plain.text) * 1.8 + _half_of_last_digit(warm.text)
    assert _number(warm.text) == pytest.approx(_number(plain.text) * 1.8 + 32, rel=0, abs=rounded * 1.001)


@pytest.mark.parametrize(
    "words",
    ["load of F0002 in dollars", "SAIFI this year in hours", "age of TX-0001-004 in volts", "height of P-000151 in MW"],
)
def test_what_is_not_measured_so_is_refused_in_words(assistant: Assistant, demo: PostgresSource, words: str) -> None:
    events = list(assistant.ask(words, turn(demo).asker))
    assert [one.reason for one in events if isinstance(one, Declined)] == [RefusalReason.NOT_UNDERSTOOD]
    assert not any(isinstance(one, Stated | Shown) for one in events)


@pytest.mark.parametrize(
    ("words", "limit"), [("poles over 40 feet", "above 40 ft"), ("feeders over 1.5 MW", "above 1.5 MW")]
)
def test_a_limit_is_told_in_its_own_unit(assistant: Assistant, demo: PostgresSource, words: str, limit: str) -> None:
    shown = [one.result for one in assistant.ask(words, turn(demo).asker) if isinstance(one, Shown)]
    assert [limit in one.title for one in shown] == [True, True]


def test_a_limit_is_compared_in_its_own_unit(assistant: Assistant, demo: PostgresSource) -> None:
    load = _number(_told(assistant, demo, "load of F0002")[0].text) / 1e3
    for limit, answer in ((load / 2, "Yes. "), (load * 2, "No. ")):
        said = _said(assistant, demo, f"is the load of F0002 over {limit:.3f} MW")
        assert said.startswith(answer)


def test_all_columns_of_a_family_are_converted_and_the_chart_with_them() -> None:
    table = pa.table({"name": ["a", "b"], "load_kw": [1500, None], "pct": [3.0, 4.0], "long_minutes": [90.0, 0.0]})
    columns = (
        Column("name", "Name"), Column("load_kw", "Load", "number", 0, "kW"), Column("pct", "Share", "share", 1),
        Column("long_minutes", "Lasted", "duration"),
    )  # fmt: skip
    result = ToolResult("Loads", table, columns, chart=ChartSpec("bar", "name", ("load_kw",), "Load, kW"))
    tool = catalogue_of(BUILT_IN).get("feeders_ranked")
    made = in_asked_unit(result, "MW", tool, {})
    assert made.table["load_kw"].to_pylist() == [1.5, None]
    assert made.column("load_kw").heading == "Load, MW"
    assert made.chart is not None
    assert made.chart.title == "Load, MW"
    assert made.column("pct") == columns[2]
    hours = in_asked_unit(result, "h", tool, {})
    assert hours.table["long_minutes"].to_pylist() == [1.5, 0.0]
    assert hours.column("long_minutes").heading == "Lasted, h"
    assert in_asked_unit(result, "", tool, {}) is result


@pytest.mark.parametrize(
    ("value", "unit", "into", "meant"),
    [(212, "°F", "°C", 100), (0, "K", "°C", -273.15), (100, "mph", "m/s", 44.704), (2, "d", "min", 2880)],
)
def test_units_of_a_family_convert(value: float, unit: str, into: str, meant: float) -> None:
    assert same_family(unit, into)
    assert converted(value, unit, into) == pytest.approx(meant)
    assert converted(meant, into, unit) == pytest.approx(value)


def _told(assistant: Assistant, demo: PostgresSource, words: str) -> list[Stated]:
    """The numbers of an answer."""
    events = assistant.ask(words, turn(demo).asker)
    said = [one for one in events if isinstance(one, Stated) and one.cell and any(map(str.isdigit, one.text))]
    return [one for one in said if one.cell and one.cell.key != "name"]


def _said(assistant: Assistant, demo: PostgresSource, words: str) -> str:
    return "".join(one.text for one in assistant.ask(words, turn(demo).asker) if isinstance(one, Stated))


def _number(text: str) -> float:
    return float(text.split()[0].replace(",", "").replace("−", "-"))


def _half_of_last_digit(text: str) -> float:
    """How far a told number may be from the one it was rounded from."""
    decimals = re.search(r"\d\.(\d+)", text)
    return 0.5 * 10.0 ** -(len(decimals[1]) if decimals else 0)
