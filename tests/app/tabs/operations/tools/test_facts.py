"""Facts of one thing: each as another statement reckons it, gaps included; nothing of a customer; ways on."""

from __future__ import annotations

from typing import Any

import pytest

from app.assistant.refusals import NoAnswer
from app.assistant.results import ToolResult
from app.tabs.operations.tools import OPERATIONS_TOOLS
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn
from tests.app.tabs.operations.tools.knowing import gappy, known_rows, same

__all__ = ["gappy"]

TOOLS = {tool.name: tool for tool in OPERATIONS_TOOLS}
# What the statements call otherwise.
CALLED: dict[str, dict[str, str]] = {
    "transformer": {"transformer_name": "name"},
    "pole": {"pole_name": "name"},
    "meter": {"meter_name": "name"},
    "device": {"device_name": "name", "other_feeder": "other_feeder_name"},
    "feeder": {"feeder_name": "name", "voltage_now_kv": "live_voltage_kv"},
    "substation": {"substation_name": "name"},
}
FACTORS = {"load_mw": ("load_kw", 0.001)}
NAMES = [
    ("transformer", "TX-0001-001"), ("transformer", "TX-0001-002"), ("transformer", "TX-0001-003"),
    ("transformer", "TX-0006-014"), ("pole", "P-000005"), ("pole", "P-000640"), ("meter", "MTR-0003001"),
    ("device", "SW-0004-001"), ("device", "FUS-0003-002"), ("device", "BRK-0001-001"), ("feeder", "F0002"),
    ("feeder", "F0008"), ("substation", "SUB-001"), ("substation", "SUB-002"),
]  # fmt: skip


def ask(source: PostgresSource, tool: str, **values: Any) -> ToolResult:
    return TOOLS[tool].call(turn(source), values)


@pytest.mark.parametrize(("kind", "name"), NAMES)
def test_facts_are_those_that_the_database_knows(gappy: PostgresSource, kind: str, name: str) -> None:
    result = ask(gappy, f"{kind}_facts", name=name.lower())
    (row,) = result.table.to_pylist()
    (known,) = known_rows(gappy, kind, name=name)
    shown = {column.key for column in result.columns}
    for column, value in known.items():
        key, factor = FACTORS.get(column, (CALLED[kind].get(column, column), 1))
        if key not in shown:
            assert column in ("lon", "lat"), f"{column} of a {kind} is not told"
            continue
        answer = row[key] if row[key] is None or factor == 1 else row[key] * factor
        assert same(answer, value), f"{column} of {name}: {answer}, known {value}"


def test_what_is_not_known_is_told_as_that(gappy: PostgresSource) -> None:
    (row,) = ask(gappy, "transformer_facts", name="TX-0001-002").table.to_pylist()
    unknown = ("installed_year", "age_years", "health_score", "failure_pct", "risk_cost", "hot_spot_c", "manufacturer")
    assert {name: row[name] for name in unknown} == dict.fromkeys(unknown)
    assert row["rated_kva"] > 0


def test_a_substation_carries_what_is_known_of_its_feeders(gappy: PostgresSource) -> None:
    """The load of F0008 is not known: it is passed over, as on the map; loading is of apparent power."""
    (row,) = ask(gappy, "substation_facts", name="SUB-003").table.to_pylist()
    with gappy.connection() as connection:
        loads = connection.execute(
            b"SELECT load_kw, power_factor, capacity_mva FROM flux.feeder_status JOIN flux.feeders USING (feeder_id) "
            b"JOIN flux.substations USING (substation_id) WHERE substation_name = 'SUB-003' AND feeder_name <> 'F0008'"
        ).fetchall()
    assert row["load_kw"] == pytest.approx(sum(load for load, _, _ in loads), rel=1e-6)
    apparent = sum(load / factor for load, factor, _ in loads)
    assert row["load_pct"] == pytest.approx(100 * apparent / loads[0][2] / 1000, rel=1e-6)


def test_every_quantity_is_a_column_of_its_row(gappy: PostgresSource) -> None:
    for kind, name in dict(NAMES).items():
        result = ask(gappy, f"{kind}_facts", name=name)
        for quantity in TOOLS[f"{kind}_facts"].quantities:
            assert quantity.key in result.table.column_names, f"{kind}: {quantity.key}"
            assert result.column(quantity.key) is quantity.column
            str(quantity.column.cell(result.table.to_pylist()[0]))


def test_nothing_of_the_customer_is_told(gappy: PostgresSource) -> None:
    names = ask(gappy, "meter_facts", name="MTR-0003001").table.column_names
    assert not {"account_number", "customer_name", "phone", "service_address", "critical_kind", "monthly_kwh"} & {
        *names
    }


def test_a_line_section_and_where_it_leads(gappy: PostgresSource) -> None:
    with gappy.connection() as connection:
        (name, length) = connection.execute(
            b"SELECT segment_name, length_m FROM flux.segments WHERE utility_id = 1 ORDER BY segment_id LIMIT 1"
        ).fetchall()[0]
    result = ask(gappy, "segment_facts", name=name)
    assert same(result.table["length_m"][0].as_py(), length)
    assert [go.label for go in result.goes] == [f"Show {name} on the map"]
    feeder = ask(gappy, "feeder_facts", name="F0002")
    assert [go.tab for go in feeder.goes] == ["operations-dashboard", "ami-analytics"]
    assert feeder.as_of is not None
    with pytest.raises(NoAnswer, match="TX-0001-001 is a transformer, and that is told here of a feeder alone"):
        ask(gappy, "feeder_facts", name="TX-0001-001")
