"""A filled form: what would be done once a person has confirmed it."""

from __future__ import annotations

from collections.abc import Iterator

from app.assistant.built_in.telling.told_result import ToldResult, low
from app.assistant.events import Stated


def told_form(shown: ToldResult) -> Iterator[Stated]:
    """A filled form: what would be done, and its fields."""
    table = shown.result.table
    if len(shown.result.columns) > 2:  # many things at once, which stand in a table of their own, the gravest first
        yield Stated("To be confirmed by a person, all that are listed. The first: ")
        for place, column in enumerate(shown.result.columns[:3]):
            yield Stated(", " if place else "")
            yield shown.cell(0, column)
        yield Stated(".")
        return
    yield Stated(f"To be confirmed by a person: {low(shown.result.title)}")
    columns = list(shown.result.columns)
    if [str(shown.value(0, one.key)) for one in columns] == ["What", shown.result.title]:  # nothing but what is done
        yield Stated(".")
        return
    for row in range(table.num_rows):
        yield Stated(f"{'; ' if row else ' – '}{low(str(shown.value(row, columns[0].key)))} ")
        yield shown.cell(row, columns[-1])
    yield Stated(".")
