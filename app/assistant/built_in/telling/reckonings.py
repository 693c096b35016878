"""A sum, a share or a quotient, with the figures that it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from app.assistant.built_in.derived.reckoned import VALUE, ReckonedFigure
from app.assistant.built_in.telling.around import WHOLE_PLACE, beside
from app.assistant.built_in.telling.told_result import ToldResult, low
from app.assistant.events import Stated


def told_reckoning(
    shown: ToldResult, figures: Sequence[ReckonedFigure], how: Literal["sum", "share", "ratio"]
) -> Iterator[Stated]:
    """The text of it.

    Args:
        shown: the row, see `reckoned`.
        figures: that it is made of.
        how: they were put together.
    """
    columns = shown.columns
    if how == "sum":
        yield Stated(f"{_listed([one.whose for one in figures])} together: {low(figures[0].column.title)} ")
    else:
        yield Stated(f"{columns[VALUE].title}: ")
    yield shown.cell(0, columns[VALUE])
    is_of_one = len({one.whose for one in figures}) == 1
    if is_of_one and figures[0].whose != WHOLE_PLACE:
        yield Stated(f" on {figures[0].whose}")
    yield Stated(": ")
    for place, one in enumerate(figures):
        column = columns[f"figure_{place}"]
        if place:
            yield Stated(" of " if how == "share" else ", ")
        if how == "sum":
            yield Stated(f"{one.whose} ")
            yield shown.cell(0, column)
            continue
        is_same = bool(place) and how == "share" and one.column.title == figures[0].column.title
        yield Stated("" if is_same else f"{low(one.column.title)} ")
        yield shown.cell(0, column)
        yield Stated("" if is_of_one else f" ({one.whose})")
    yield from beside(shown)


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
