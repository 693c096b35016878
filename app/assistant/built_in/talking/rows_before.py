"""What the last answer was of, in words that a question can say: its rows, its place and its period."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.assistant.built_in.last_answer import LastAnswer
from app.assistant.built_in.reading.question_reading import MANY, ROW_SHAPES
from app.assistant.built_in.vocabulary import Worded
from app.assistant.built_in.words import plural

_OF_OUTAGES: Final = frozenset(
    (
        "outages_now",
        "foremost_outage",
        "outage_sums",
        "time_out",
        "out_now_by_kind",
        "outages_by_cause",
        "outages_by_feeder",
    )
)
"""Figures that are of outages, though no row of theirs is one."""
_OF_METERS: Final = frozenset(("voltage_of_place", "completeness_of_reads"))
_CALLED: Final = {"completed_orders": "completed work order", "due_orders": "due work order"}
"""What rows are called that the noun of their tool alone would mix up with those of another."""
_PLAIN: Final = frozenset(("place", "period", "days", "quantity", "is_count", "by", "order", "basis", "group"))
_SAID: Final = frozenset(("above", "below"))


@dataclass(frozen=True, slots=True)
class RowsBefore:
    """Rows of an answer.

    Attributes:
        one: what one of them is called: "outage"; with what sets them apart, "available crew".
        many: and several.
        place: they are of; empty for the whole utility.
        period: they are of, as a question says it; empty for none.
        rest: what else they have in common: "with load over 80 %".
    """

    one: str
    many: str
    place: str
    period: str
    rest: str = ""


def rows_before(last: LastAnswer) -> RowsBefore | None:
    """The rows of an answer; None where it has none, or where words cannot say which they are.

    Args:
        last: the answer.
    """
    noun = _noun(last.worded, last.arguments)
    if not noun:
        return None
    adjectives, rest = [], ""
    for key, value in last.arguments.items():
        if key in _PLAIN or value in (None, "", False) or (key == "n" and value == MANY):
            continue
        if key in _SAID:
            quantity = last.worded.quantity_of(last.arguments.get("by"))
            if quantity is None or quantity.column.factor != 1:
                return None
            unit = "" if quantity.column.unit == "of 100" else quantity.column.unit
            rest += f" with {quantity.words[0]} {'over' if key == 'above' else 'under'} {value:g} {unit}".rstrip()
            continue
        word = next((one.words[0] for one in last.worded.tool.choices if dict(one.sets) == {key: value}), "")
        if not word:
            return None
        adjectives.append(word)
    period = _spoken(str(last.arguments.get("period") or last.arguments.get("days") or ""))
    if period is None:
        return None
    place = str(last.arguments.get("place") or "")
    lead = " ".join(one for one in adjectives if noun not in one.split())
    one = f"{lead} {noun}".strip()
    many = "customers out" if noun == "customer out" else plural(noun)
    return RowsBefore(one, f"{lead} {many}".strip(), place, period, rest)


def period_before(last: LastAnswer) -> str:
    """The period of an answer as a question says it; empty where it had none, or words cannot say it.

    Args:
        last: the answer.
    """
    return _spoken(str(last.arguments.get("period") or "")) or ""


def _noun(worded: Worded, arguments: Mapping[str, Any]) -> str:
    tool = worded.tool
    if tool.name in _OF_OUTAGES:
        return "customer out" if str(arguments.get("quantity") or arguments.get("by")) == "customers_out" else "outage"
    if tool.name in _OF_METERS:
        return "meter"
    if tool.name == "counts":
        quantity = worded.quantity_of(arguments.get("quantity"))
        return "" if quantity is None else re.sub(r"s$", "", quantity.words[0])
    if tool.shape in ROW_SHAPES and tool.subjects:
        return _CALLED.get(tool.name, tool.subjects[0])
    return ""


def _spoken(period: str) -> str | None:
    """A period as a question says it; None where it is of a clock."""
    if "T" in period or "hour" in period:
        return None
    if ".." in period:
        first, _, last = period.partition("..")
        return f"from {first} to {last}"
    return period.replace("_", " ")
