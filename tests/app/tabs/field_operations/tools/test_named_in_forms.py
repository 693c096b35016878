"""What a request for a change of an order or alarm names: its number is none of a length of time; the day it is due."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app.assistant.proposing import ChangeAsked
from app.assistant.refusals import NoAnswer
from app.assistant.tools import Catalogue
from app.tabs.field_operations.tools import FIELD_TOOLS
from app.tabs.field_operations.tools.proposals.named import number_in
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn


@pytest.mark.parametrize(
    ("words", "other", "number"),
    [
        ("shelve TX-0006-010 alarm 2 hours", "2", None), ("shelve TX-0006-010 alarm 2 hours", "alarm 2", None),
        ("shelve alarm 2", "2", 2), ("shelve alarm 2 2 hours", "2", 2), ("shelve alarm 3 for 3 h", "3", 3),
        ("ack 12", "12", 12),
    ],
)  # fmt: skip
def test_the_number_of_hours_is_no_alarms(words: str, other: str, number: int | None) -> None:
    assert number_in(ChangeAsked(words=words, other=other), "alarm") == number


def test_a_new_order_is_due_when_it_was_said(demo: PostgresSource) -> None:
    def proposed(words: str) -> dict[str, Any]:
        asked = {"words": f"make an inspection order for TX-0002-010 {words}", "name": "TX-0002-010"}
        form = Catalogue(FIELD_TOOLS).get("propose_new_order").call(turn(demo), asked)
        assert form.proposal is not None
        return dict(form.proposal.values)

    due = dt.date.fromisoformat(proposed("due friday, priority 2")["due_on"])
    assert due.weekday() == 4
    assert "due_on" not in proposed("")
    assert proposed("due in 3 days, priority 2")["priority"] == 2
    with pytest.raises(NoAnswer, match="due"):
        proposed("due soon")


def test_the_place_that_is_said_for_an_order_is_the_asset_s(demo: PostgresSource) -> None:
    tool = Catalogue(FIELD_TOOLS).get("propose_new_order")
    asked = {"words": "make an inspection order for TX-0002-010", "name": "TX-0002-010"}
    assert tool.call(turn(demo), asked | {"place": "F0002"}).proposal
    with pytest.raises(NoAnswer, match="TX-0002-010 is not of F0003: it is of F0002"):
        tool.call(turn(demo), asked | {"place": "F0003"})
