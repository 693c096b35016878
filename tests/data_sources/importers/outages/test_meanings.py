"""What causes say: planned, supply lost from above, or neither, also where they say no."""

from __future__ import annotations

import pytest

from data_sources.importers.outages.meanings import of_cause, of_flag


@pytest.mark.parametrize(
    ("cause", "meaning"),
    [
        ("Planned maintenance", "planned"), ("Scheduled outage", "planned"), ("Planned outage to repair a fault", "planned"),
        ("Pre-arranged", "planned"), ("No planned work", None), ("Not scheduled", None), ("Unplanned", None),
        ("Line tripped during planned maintenance by contractor error", None),
        ("During planned work the breaker failed", None), ("Equipment damaged in scheduled test", None),
        ("Loss of supply", "supply"), ("Transmission", "supply"), ("600 Power supply", "supply"),
        ("Tree on line (sub-transmission unaffected)", None), ("No loss of supply", None), ("Not transmission", None),
        ("Wind", None),
    ],
)  # fmt: skip
def test_causes(cause: str, meaning: str | None) -> None:
    assert of_cause(cause, {}) == meaning


@pytest.mark.parametrize(("text", "is_planned"), [("No planned work", False), ("Planned", True), ("Wind", None)])
def test_kinds(text: str, is_planned: bool | None) -> None:
    assert of_flag(text, {}, "planned") is is_planned


def test_a_column_of_supply_may_say_no() -> None:
    assert of_flag("transmission not affected", {}, "supply") is False
