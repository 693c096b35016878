"""Numbers that a question gives: which tool takes them, and of what they are."""

from __future__ import annotations

import datetime as dt

import pytest

from app.assistant.built_in.frames.taking_apart import frame_of
from app.assistant.built_in.names.found import NamesFound
from app.assistant.built_in.reading.slots import numbers_given
from app.assistant.built_in.spoken_periods import period_in
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.built_in.words import tokens_of
from app.assistant.tools import Catalogue
from app.tabs.asset_health.tools.planning import REPLACEMENT_PLAN
from app.tabs.asset_health.tools.what_if import HEAT_WHAT_IF

VOCABULARY = Vocabulary(Catalogue([REPLACEMENT_PLAN, HEAT_WHAT_IF]))


def given(text: str, tool: object) -> dict[str, float]:
    frame = frame_of(text, NamesFound((), ()), period_in(text, dt.date(2026, 11, 29)), VOCABULARY)
    return {name: value for name, (value, _) in numbers_given(frame, tool).items()}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("what if load grows by 20 %", {"growth_pct": 20}),
        ("what if load grows 12.5 percent", {"growth_pct": 12.5}),
        ("what if there are 2 EVs at each transformer", {"vehicles": 2}),
        ("what if it is 3 °C hotter", {"warmer_c": 3}),
        ("what if it is 3 K hotter", {"warmer_c": 3}),
        ("what if every transformer has two electric cars and load grows 15%", {"vehicles": 2, "growth_pct": 15}),
        ("what if load grows", {}),
    ],
)
def test_what_is_assumed(text: str, wanted: dict[str, float]) -> None:
    assert given(text, HEAT_WHAT_IF) == wanted


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("replacement plan for 1 million dollars", 1e6), ("replacement plan for $500,000", 5e5),
        ("what does a budget of 250k dollars buy", 2.5e5), ("replacement plan for $1.5 million", 1.5e6),
        ("replacement plan for 40 thousand dollars", 4e4),
    ],
)  # fmt: skip
def test_what_may_be_spent(text: str, budget: float) -> None:
    assert given(text, REPLACEMENT_PLAN) == {"budget": budget}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("0.01 %", ["number", "symbol"]), ("0.95", ["number"]), ("1.2.3", ["code"]), ("3.5.", ["number"]),
        ("5.0-3", ["code"]), ("12.47 kV", ["number", "word"]), ("500k", ["number", "word"]), ("1-30", ["code"]),
    ],
)  # fmt: skip
def test_a_decimal_is_a_number_and_no_name(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in tokens_of(text)] == kinds
