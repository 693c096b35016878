"""LinkedBrush: a histogram, a scatter and a box on the map, linked by HoloViews: each brush narrows all the others.

The rows are one `Dataset` whose columns have the names of places rather than of quantities (`h` for the histogram, `x`
and `y` for the scatter, `east` and `north` for the map): another quantity is new data in the same pipe, so that nothing
is made anew. Histogram and scatter are operations on that dataset, the scatter by Datashader; `link_selections` reruns
them over what the brushes keep, and lays the result over all of it. The map is drawn by the product; what stands for it
here are the points that a box on it selects.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import holoviews as hv
import numpy as np
import panel as pn
import param
from holoviews.selection import link_selections
from holoviews.streams import Pipe, PlotReset, SelectionXY, Stream

from app.tabs.asset_health.fleet.axes import COLUMNS, NO_AXES, Axes, Mask, Slugs
from app.tabs.asset_health.fleet.chart_look import Bounds, ChartLook
from app.tabs.asset_health.fleet.elements import linked_elements
from app.theme import Tokens
from data_sources.fleet import Fleet
from layers.drawing import on_loop

PARTS: Final = ("histogram", "scatter", "map")
CHARTS: Final = PARTS[:2]
NEAR: Final = {"histogram": 1e-3, "scatter": 1e-3, "map": 2.0}  # an address keeps a brush to so much
FAINT: Final = 0.3  # of what the brushes leave out

OnBrush = Callable[[str, Bounds], None]


class LinkedBrush(param.Parameterized):
    """The charts of one session, and what their brushes and that of the map keep together.

    Args:
        tokens: colours.
        on_brush: called with part and bounds when a person brushes one of the charts.

    Attributes:
        panes: what Panel shows, by part.
    """

    mask: Any = param.Parameter(
        default=None, doc="Rows of the fleet that all brushes keep, bool (n,); None without a brush. Writer: itself."
    )

    def __init__(self, tokens: Tokens, on_brush: OnBrush) -> None:
        """Shows nothing yet."""
        super().__init__()
        self._on_brush, self._axes = on_brush, NO_AXES
        self._bounds: dict[str, Bounds] = {}
        self._is_ours = False
        self._pipe = Pipe(data=NO_AXES.columns)
        self._looks = {part: ChartLook(part, tokens, lambda: self._axes) for part in CHARTS}
        self.panes = {part: pn.pane.HoloViews(sizing_mode="stretch_both", linked_axes=False, margin=0)
                      for part in CHARTS}  # fmt: skip
        self._link()

    def show(self, fleet: Fleet, mask: Mask, slugs: Slugs) -> None:
        """Show some rows of a fleet by three quantities: the histogram's, the scatter's x and y; brushes stay."""
        self._axes = Axes.of(fleet, mask, slugs)
        self._pipe.send(self._axes.columns)
        self._keep()

    def brush(self, part: str, bounds: Bounds | None) -> None:
        """Brush a part as a person would; None clears it.

        Args:
            part: "histogram", "scatter" or "map".
            bounds: low and high of the histogram's scale; west, south, east, north of the others'.
        """
        if self._is_there(part, bounds):
            return
        self._note(part, bounds)
        self._is_ours = True
        try:
            self._trigger(part, bounds)
        finally:
            self._is_ours = False

    def _trigger(self, part: str, bounds: Bounds | None) -> None:
        streams = Stream.registry[self._elements[part]]
        if bounds is None:
            for reset in [stream for stream in streams if isinstance(stream, PlotReset)]:
                reset.event(resetting=True)
            return
        whole = (bounds[0], -np.inf, bounds[1], np.inf) if part == "histogram" else bounds
        heard = [stream for stream in streams if isinstance(stream, SelectionXY)]
        for stream in heard:
            stream.update(bounds=whole, x_selection=(whole[0], whole[2]), y_selection=(whole[1], whole[3]))
        Stream.trigger(heard)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme; brushes stay."""
        for look in self._looks.values():
            look.tokens = tokens
        bounds, self._bounds = self._bounds, {}
        self.close()
        self._link()
        for part, one in bounds.items():
            self.brush(part, one)

    def close(self) -> None:
        """Let go of what HoloViews keeps of the elements, while it can."""
        for element in self._elements.values():
            self._link_selections.unlink(element)

    def _link(self) -> None:
        """Make the elements and link them."""
        rows = hv.DynamicMap(_dataset, streams=[self._pipe])
        elements = linked_elements(rows, lambda: self._axes)
        self._elements: dict[str, Any] = dict(zip(PARTS, elements, strict=True))
        self._link_selections = link = link_selections.instance(unselected_alpha=FAINT, show_regions=False)
        for part in CHARTS:
            look, element = self._looks[part], self._elements[part]
            self.panes[part].object = link(element.opts(**look.options)).opts(look.overlay_options)
            SelectionXY(source=element).add_subscriber(
                lambda part=part, **values: self._hear(part, values.get("bounds"))
            )
        link(self._elements["map"])
        link.param.watch(lambda _event: self._soon(self._keep), "selection_expr")

    def _hear(self, part: str, bounds: Bounds | None) -> None:
        """A person brushed a chart; one without rows has no scale yet, so that a brush there means nothing."""
        if bounds is None or not len(self._axes.rows):
            return
        found = (float(bounds[0]), float(bounds[2])) if part == "histogram" else tuple(map(float, bounds))
        if not self._is_there(part, found):
            self._soon(partial(self._take, part, found))

    def _take(self, part: str, bounds: Bounds) -> None:
        self._note(part, bounds)
        self._on_brush(part, bounds)

    def _soon(self, callback: Callable[[], None]) -> None:
        """Run what changes the page: HoloViews hears a person without the lock of the page's document."""
        on_loop(None if self._is_ours else self._looks[CHARTS[0]].document, callback)

    def _is_there(self, part: str, bounds: Bounds | None) -> bool:
        """Whether a part is brushed so already, as near as an address tells."""
        there = self._bounds.get(part)
        if there is None or bounds is None:
            return there is bounds
        return bool(np.allclose(there, bounds, rtol=0, atol=NEAR[part]))

    def _note(self, part: str, bounds: Bounds | None) -> None:
        self._bounds.pop(part, None)
        if bounds is not None:
            self._bounds[part] = bounds
        if part in self._looks:
            self._looks[part].mark(bounds)

    def _keep(self) -> None:
        """Work out which rows the brushes keep."""
        expression, axes = self._link_selections.selection_expr, self._axes
        if expression is None:
            self.mask = None
            return
        kept = np.asarray(expression.apply(_dataset(axes.columns)), np.bool_)
        mask = np.zeros(len(axes.fleet), np.bool_)
        mask[axes.rows[kept]] = True
        self.mask = mask


def _dataset(data: Any) -> Any:
    return hv.Dataset(data, list(COLUMNS), [])
