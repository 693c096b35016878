"""A thing that is asked about as a whole: its first figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.assistant.built_in.telling.around import subject_of
from app.assistant.built_in.telling.told_result import ToldResult, low
from app.assistant.events import Stated
from app.widgets.column import Column

OVERVIEW: Final = 6
"""Figures of a thing that is asked about as a whole."""


def overview(shown: ToldResult, name: Column | None) -> Iterator[Stated]:
    """The first figures that are known."""
    if shown.result.table.num_rows > 1 and name is None:
        yield from _few_measures(shown)
        return
    yield from subject_of(shown, name)
    known = [one for one in shown.columns.values() if one is not name and shown.value(0, one.key) is not None]
    for place, column in enumerate(known[:OVERVIEW]):
        yield Stated(f"{', ' if place else ''}{low(column.title)} ")
        yield shown.cell(0, column)


def _few_measures(shown: ToldResult) -> Iterator[Stated]:
    """A few measures, a row each: the name of each with its figures."""
    label, *others = shown.columns.values()
    for row in range(min(shown.result.table.num_rows, 3)):
        yield Stated("; " if row else "")
        yield shown.cell(row, label)
        for place, column in enumerate(others):
            yield Stated(f"{', ' if place else ': '}{low(column.title)} ")
            yield shown.cell(row, column)
