"""Latitude and longitude under the pointer, told so seldom that it costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bokeh.events import MouseMove
from bokeh.plotting import figure

from layers.projection import to_lonlat, wrapped

READOUT_MS = 100  # a pointer moves sixty times a second, and each answer is a message


def read_pointer(plot: figure, tell: Callable[[str], object]) -> None:
    """Tell where the pointer of a map is, at most ten times a second.

    Args:
        plot: the map, in Web Mercator.
        tell: given "latitude, longitude" in degrees.
    """
    waiting: list[tuple[float, float]] = []

    def moved(event: Any) -> None:
        if event.x is None or event.y is None:
            return
        is_due = not waiting
        waiting[:] = [(float(event.x), float(event.y))]
        document = plot.document
        if document is None or document.session_context is None:
            read_out()
        elif is_due:
            document.add_timeout_callback(read_out, READOUT_MS)

    def read_out() -> None:
        if waiting:
            lon, lat = to_lonlat(*waiting.pop())
            tell(f"{float(lat):.5f}, {wrapped(float(lon)):.5f}")

    plot.on_event(MouseMove, moved)
