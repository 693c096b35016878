"""A course in time: its highest and lowest point, each with its time, and the mean where that was reckoned."""

from __future__ import annotations

from collections.abc import Iterator

from app.assistant.built_in.telling.told_result import ToldResult, low
from app.assistant.events import Stated
from app.widgets.column import Column


def curve(shown: ToldResult, sums: ToldResult) -> Iterator[Stated]:
    """The highest point of a curve with its time, the mean and the lowest."""
    keys = {one.key: one for one in sums.result.columns}
    title = keys["highest"].title.removesuffix(", highest")
    yield Stated(f"{shown.result.place}: {low(title)} " if shown.result.place else f"{title} ")
    yield Stated("highest ")
    for name in ("highest", "mean", "lowest"):
        yield Stated("" if name == "highest" else f", {name} ")
        yield sums.cell(0, keys[name])
        if f"{name}_at" in keys:
            yield Stated(" at ")
            yield sums.cell(0, keys[f"{name}_at"])


def course(shown: ToldResult, column: Column) -> Iterator[Stated]:
    """The ends of a course; its first row says nothing of it."""
    x = shown.result.chart.x if shown.result.chart is not None else shown.result.columns[0].key
    values = [shown.value(row, column.key) for row in range(shown.result.table.num_rows)]
    known = [row for row, value in enumerate(values) if value is not None]
    if not known:
        yield Stated(f"{shown.result.title}: not known")
        return
    yield Stated(f"{shown.result.title}: ")
    for word, row in (
        ("highest", max(known, key=values.__getitem__)),
        (", lowest", min(known, key=values.__getitem__)),
    ):
        yield Stated(f"{word} ")
        yield shown.cell(row, column)
        yield Stated(" at ")
        yield shown.cell(row, shown.result.column(x))
