"""Rows by groups: each with its value, or how the greatest one stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.assistant.built_in.telling.around import beside
from app.assistant.built_in.telling.told_result import ToldResult, low
from app.assistant.events import Stated
from app.widgets.column import Column

MOST_TOLD: Final = 8
"""Groups that are told one by one; of more the first, or the greatest of those in their own order."""


def told_groups(
    shown: ToldResult, value: Column | None = None, *, is_ranked: bool = False, is_least: bool = False,
    is_one: bool = False,
) -> Iterator[Stated]:  # fmt: skip
    """Rows by groups: each with its value where they are few; else how the greatest one stands.

    Args:
        shown: the groups' columns first, then the values'.
        value: that is told; None for the first one.
        is_ranked: the first one stands out, whichever end that is.
        is_least: else the least one does, not the greatest.
        is_one: the first one alone is asked for ("which crew has the most"), with those level with it.
    """
    result = shown.result
    if not result.table.num_rows:
        yield Stated(f"{result.title}: none")
        yield from beside(shown)
        return
    keys = list(shown.columns.values())
    names = [one for one in keys if one.key in ("name", "group", "also")] or keys[:1]
    value = value or next(one for one in keys if one not in names)
    word, rows = _told_of(shown, value, is_ranked=is_ranked, is_least=is_least, is_one=is_one)
    yield Stated(f"{result.title}: {word}")
    for row in rows:
        yield Stated("; " if row != rows[0] else "")
        for place, name in enumerate(names):
            yield Stated(", " if place else "")
            yield shown.cell(row, name)
        yield Stated(" " if value.title.lower() in result.title.lower() else f", {low(value.title)} ")
        yield shown.cell(row, value)
    yield from beside(shown, result.title)


def _told_of(shown: ToldResult, value: Column, *, is_ranked: bool, is_least: bool, is_one: bool) -> tuple[str, range]:
    """Which rows are told, and the words before them."""
    rows = range(shown.result.table.num_rows)
    if is_one and is_ranked:
        level = [shown.value(row, value.key) == shown.value(0, value.key) for row in rows]
        return "the first is " if sum(level) == 1 else "", range(min(sum(level), MOST_TOLD))
    if len(rows) <= MOST_TOLD:
        return "", rows
    if is_ranked:
        return "the first is ", range(1)
    known = [row for row in rows if shown.value(row, value.key) is not None]
    pick = min if is_least else max
    top = pick(known, key=lambda row: shown.value(row, value.key), default=0)
    return f"the {'least' if is_least else 'most'} is " if known else "", range(top, top + 1)
