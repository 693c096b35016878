"""What stands in a place: each count as another statement reckons it, for the utility, a substation and a feeder."""

from __future__ import annotations

from typing import Any, Final

import pytest

from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.tabs.operations.tools.counts import COUNTS, COUNTS_TOOL
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn
from tests.app.tabs.operations.tools.knowing import gappy, known_rows, same

__all__ = ["gappy"]

ELSEWHERE: Final = {"load_kw", "load_mw", "load_pct", "transformer_health"}  # other tools' answers
PLACES: Final = ("", "SUB-001", "F0003", "F0006")


def ask(source: PostgresSource, **values: Any) -> ToolResult:
    return COUNTS_TOOL.call(turn(source), values)


@pytest.mark.parametrize("place", PLACES)
def test_counts_are_those_that_the_database_knows(gappy: PostgresSource, place: str) -> None:
    (known,) = known_rows(gappy, "counts", place=place)
    for key, value in known.items():
        if key in ELSEWHERE or (key in ("ties", "open_devices") and place):
            continue  # a tie belongs to both of its feeders: see below
        result = ask(gappy, place=place.lower(), quantity=key)
        assert same(result.table[key][0].as_py(), value), f"{key} of {place or 'all'}"
        assert (
            result.place == (place and f"{'Substation' if place.startswith('S') else 'Feeder'} {place}")
            or "the utility"
        )


def test_a_tie_counts_for_either_feeder(gappy: PostgresSource) -> None:
    for feeder in ("F0001", "F0002", "F0003"):
        count = ask(gappy, place=feeder, quantity="ties").table["ties"][0].as_py()
        assert count == len(known_rows(gappy, "ties_of_feeder", name=feeder))
    assert ask(gappy, quantity="abnormal_devices").table["abnormal_devices"][0].as_py() == 2


def test_every_count_is_a_column_and_asks_one_statement(gappy: PostgresSource) -> None:
    for statement, quantities in COUNTS.items():
        result = ask(gappy, place="F0001", quantity=quantities[0].key)
        assert [one.query.name for one in result.asked] == [statement]
        for quantity in quantities:
            assert quantity.key in result.table.column_names
            str(quantity.column.cell(result.table.to_pylist()[0]))


def test_parts_add_up(gappy: PostgresSource) -> None:
    (meters,) = ask(gappy, quantity="solar").table.to_pylist()
    (sums,) = ask(gappy).table.to_pylist()
    assert meters["residential"] + meters["commercial"] + meters["industrial"] == sums["customers"]
    assert sums["customers"] + meters["without_account"] == sums["meters"]
    (lines,) = ask(gappy, quantity="length_km").table.to_pylist()
    assert lines["overhead_km"] + lines["underground_km"] == pytest.approx(lines["length_km"])
    feeders = [
        ask(gappy, place=f"F{number:04}").table["customers"][0].as_py() for number in range(1, sums["feeders"] + 1)
    ]
    assert sum(feeders) == sums["customers"]


def test_what_is_not_counted_and_a_place_that_is_not_there(gappy: PostgresSource) -> None:
    with pytest.raises(NoAnswer) as caught:
        ask(gappy, quantity="dogs")
    assert caught.value.reason is RefusalReason.NOT_UNDERSTOOD
    with pytest.raises(NoAnswer) as caught:
        ask(gappy, place="F9999")
    assert caught.value.reason is RefusalReason.NO_SUCH_ASSET
