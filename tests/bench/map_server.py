"""How long the product's server takes for a picture: drawn in this process, over the same rows, nothing kept.

The whole of `layers.image.composite.draw`: counting, four aggregates, lookup tables, one palette PNG, and the columns of the
sized marks where there are some. Every picture is of a view that was not drawn before. From afar the product leaves out
what cannot be told apart; `flux_full_every_row_server_ms` is the full extent with nothing left out: all feeders, poles,
transformers and meters in one image.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from data_sources.connect import connect_live
from layers.detail import Detail, Drawn
from layers.image.composite import Picture, StepClock, aggregated, draw
from layers.image.image_palette import image_palette
from layers.image.png import encode
from layers.kernels import lay_over
from layers.map_frames import MapFrames
from layers.registry import BUILT_IN
from layers.snapshot import Scene, Snapshot
from layers.style import MapFilters, MapStyle
from layers.viewport import Viewport
from tests.bench.map_rows import Rows
from tests.bench.report import Report, percentile

PICTURES = 15


class FirstVersion:
    """Nothing changes while the bench draws."""

    def version(self, *topics: str) -> tuple[int, ...]:
        """The same number for every topic."""
        return (1,) * len(topics)


def server_times(rows: Rows, report: Report) -> None:
    """Put the median time of a picture at each extent, with its steps in a note."""
    live = connect_live(None, rows.home)
    try:
        snapshot = MapFrames(live.source, FirstVersion(), rows.utility_id).refresh()
    finally:
        live.close()
    for share, view in rows.views.items():
        pictures = drawn(snapshot, view)
        report.put(f"flux_{share}_server_ms", percentile([picture.timings_ms["total"] for picture in pictures], 50))
        report.note(f"server, {share}: {steps(pictures)}; {detail(pictures[-1])}")
    times = [every_row_ms(snapshot, view) for view in around(rows.views["full"])][1:]
    report.put("flux_full_every_row_server_ms", percentile(times, 50))


def drawn(snapshot: Snapshot, view: Viewport) -> list[Picture]:
    """Pictures around a view; the first compiles what is not compiled yet and is left out."""
    return [draw(snapshot, moved, MapStyle(), MapFilters()) for moved in around(view)][1:]


def every_row_ms(snapshot: Snapshot, view: Viewport) -> float:
    """Milliseconds for one image of all rows of the four layers, from aggregates to the PNG."""
    start, scene = time.perf_counter(), Scene(snapshot)
    layers = tuple(layer for layer in BUILT_IN if layer.name in ("transformers", "poles", "feeders", "meters"))
    detail = Detail({layer.name: Drawn.IMAGE for layer in layers}, {})
    planes = aggregated(scene, layers, view, detail, StepClock())
    palette, image = image_palette(scene.style, layers), np.zeros((view.height, view.width + 1), np.uint8)
    for name in reversed(planes):
        lay_over(image, planes[name], palette.tables[name])
    encode(image, palette.colours)
    return (time.perf_counter() - start) * 1000


def around(view: Viewport) -> Iterator[Viewport]:
    """The view again and again, a pixel further east each time."""
    x, y = view.centre
    for number in range(PICTURES + 1):
        yield Viewport.around(x + number * view.metres_per_pixel, y, view.metres_per_pixel, view.width, view.height)


def steps(pictures: list[Picture]) -> str:
    """The median of each step, in words."""
    names = [name for name in pictures[0].timings_ms if name != "total"]
    medians = {name: percentile([picture.timings_ms[name] for picture in pictures], 50) or 0.0 for name in names}
    return ", ".join(f"{name} {milliseconds:.1f} ms" for name, milliseconds in medians.items())


def detail(picture: Picture) -> str:
    """How each kind was drawn and how much the picture weighs, in words."""
    kinds = ", ".join(
        f"{picture.detail.counts.get(name, 0):,} {name} as {how}" for name, how in picture.detail.drawn.items()
    )
    return f"{kinds}; image {picture.nbytes / 1000:.0f} KB"
