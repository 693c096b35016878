"""What stands around a figure: whose it is before it; place, period and age after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app import formats
from app.assistant.built_in.telling.told_result import ToldResult
from app.assistant.events import Stated
from app.widgets.column import Column

WHOLE_PLACE: Final = "the utility"


def subject_of(shown: ToldResult, name: Column | None) -> Iterator[Stated]:
    """Whose it is: a name of the table, else the place in words."""
    if name is not None and shown.value(0, name.key) not in (None, WHOLE_PLACE):
        yield shown.cell(0, name)
        yield Stated(": ")
    elif shown.result.place and shown.result.place != WHOLE_PLACE:
        yield Stated(f"{shown.result.place}: ")


def beside(shown: ToldResult, said: str = "") -> Iterator[Stated]:
    """Place where it has not been said, period, age, and whether a demo made it up."""
    result = shown.result
    is_told = result.place == WHOLE_PLACE or (bool(said) and result.place.split(" ")[-1] in said)
    cut = result.cut_words if result.table.num_rows > 1 else ""
    about = [cut, "" if is_told else result.place, result.period]
    parts = [part for part in about if part and part.lower() not in result.title.lower()]
    if result.as_of is not None:
        parts.append(f"as of {formats.date_and_clock(result.as_of, shown.time_zone)}")
    if result.is_simulated:
        parts.append("simulated")
    yield Stated(f" ({'; '.join(parts)})." if parts else ".")
