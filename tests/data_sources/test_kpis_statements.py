"""Search, details and lists: every statement of the Operations tab on a real database."""

from __future__ import annotations

from typing import Any

import pytest

from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.handmade import NOW, insert, insert_utility, outage


def rows(source: PostgresSource, name: str, **params: Any) -> list[dict[str, Any]]:
    return source.fetch(Query.of(name, **params)).to_pylist()


def search(source: PostgresSource, typed: str) -> list[tuple[str, int, str]]:
    needle = typed.lower()
    end = needle[:-1] + chr(ord(needle[-1]) + 1)
    number = int(needle) if needle.isdigit() else None
    found = rows(source, "search", utility_id=1, needle=needle, needle_end=end, number=number, per_kind=8)
    return [(row["kind"], row["asset_id"], row["name"]) for row in found]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sub-0", ("substation", 1, "SUB-001")),
        ("001", ("substation", 1, "SUB-001")),
        ("f0002", ("feeder", 2, "F0002")),
        ("Tx-1", ("transformer", 1, "TX-1")),
        ("fus", ("device", 2, "FUS-1")),
        ("pole-2", ("pole", 2, "POLE-2")),
        ("seg-4", ("segment", 4, "SEG-4")),
        ("MTR-3", ("meter", 3, "MTR-3")),
        ("acc-103", ("meter", 3, "ACC-103")),
        ("103", ("meter", 3, "ACC-103")),
    ],
)
def test_search_finds(empty_source: PostgresSource, typed: str, first: tuple[str, int, str]) -> None:
    insert_utility(empty_source)
    insert_utility(empty_source, utility_id=2)
    assert search(empty_source, typed)[0] == first


def test_search_stays_in_its_utility_and_finds_nothing_calmly(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    insert_utility(empty_source, utility_id=2)
    assert {asset_id for _, asset_id, _ in search(empty_source, "mtr")} == {1, 2, 3, 4}
    assert search(empty_source, "no such thing") == []


@pytest.mark.parametrize("kind", ["substation", "feeder", "segment", "pole", "transformer", "meter", "device"])
def test_details_name_the_thing_and_its_parents(empty_source: PostgresSource, kind: str) -> None:
    insert_utility(empty_source)
    insert(empty_source, "outages", [outage(1, NOW, None, 12)])
    (row,) = rows(empty_source, f"details_{kind}", utility_id=1, asset_id=1)
    assert row["asset_id"] == 1
    assert row.get("substation_name", "SUB-001") == "SUB-001"
    assert rows(empty_source, f"details_{kind}", utility_id=2, asset_id=1) == []


def test_children(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)

    def children(kind: str, asset_id: int) -> list[str]:
        return [row["name"] for row in rows(empty_source, f"children_{kind}", utility_id=1, asset_id=asset_id)]

    assert children("substation", 1) == ["F0001", "F0002"]
    assert children("feeder", 1) == ["BRK-1", "FUS-1"]
    assert children("segment", 2) == ["FUS-1", "TX-1"]
    assert children("pole", 2) == ["TX-1"]
    assert children("transformer", 1) == ["MTR-1", "MTR-2"]
    assert children("device", 3) == ["SEG-4"]


def test_events_come_latest_first(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    event = {"utility_id": 1, "kind": "device_opened", "severity": "bad", "message": "FUS-1 opened"}
    insert(empty_source, "events", [event | {"happened_at": NOW.replace(minute=minute)} for minute in (3, 9, 5)])
    found = rows(empty_source, "recent_events", utility_id=1, max_rows=2)
    assert [row["happened_at"].minute for row in found] == [9, 5]


def test_filter_choices_and_crews(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    assert [row["name"] for row in rows(empty_source, "filter_choices", utility_id=1)] == ["SUB-001", "F0001", "F0002"]
    assert rows(empty_source, "kpi_crews", utility_id=1)[0]["status"] == "working"
