"""Elements of HoloViews for the linked charts: a histogram and a picture by Datashader, without a region of their own.

`link_selections` lays over every element one more for the region brushed, and draws the brushed chart once more for it:
a third of the time of a brush. Here a box of the product's own shows the region (`ChartLook`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import datashader as ds
import holoviews as hv
import numpy as np
import pandas as pd
import param
from holoviews.plotting.bokeh import HistogramPlot, PointPlot, RasterPlot
from holoviews.plotting.bokeh.selection import BokehOverlaySelectionDisplay

from app.tabs.asset_health.fleet.axes import Axes, Axis
from app.tabs.asset_health.fleet.brush_dim import BrushedElement
from layers.reductions import steps_of_presence

BINS: Final = 48
PIXELS: Final = (320, 200)  # of the scatter's picture; the browser stretches it over its place
COUNT: Final = ds.count()


class AssetBars(BrushedElement, hv.Histogram):  # type: ignore[misc]
    """How many assets have which value."""

    group = param.String(default="AssetBars", constant=True)


class AssetSteps(BrushedElement, hv.Image):  # type: ignore[misc]
    """Where assets lie by two values, as steps of a ramp."""

    group = param.String(default="AssetSteps", constant=True)


class BrushPlaces(BrushedElement, hv.Points):  # type: ignore[misc]
    """Where assets stand, for the box on the map; never drawn."""

    group = param.String(default="BrushPlaces", constant=True)


class AssetBarsPlot(HistogramPlot):  # type: ignore[misc]
    """As HoloViews draws a histogram."""

    selection_display = BokehOverlaySelectionDisplay(["color", "fill_color"], supports_region=False)


class AssetStepsPlot(RasterPlot):  # type: ignore[misc]
    """As HoloViews draws an image."""

    selection_display = BokehOverlaySelectionDisplay(supports_region=False)


class Binned(hv.Operation):  # type: ignore[misc]
    """The histogram of some rows: over the same bins whatever the brushes keep."""

    axes = param.Callable(doc="Answers the axes.")

    def _process(self, element: Any, _key: Any = None) -> Any:
        axes = self.p.axes()
        counts = axes.once("h", len(element), lambda: self._counts(element, axes.h))
        edges = np.linspace(axes.h.low, axes.h.high, BINS + 1)
        return AssetBars((edges, counts), kdims=[hv.Dimension("h", label=axes.h.label)], vdims=["Assets"])

    def _counts(self, element: Any, axis: Axis) -> Any:
        return np.histogram(element.dimension_values("h"), bins=BINS, range=(axis.low, axis.high))[0]


class Density(hv.Operation):  # type: ignore[misc]
    """The scatter of some rows: counted by Datashader over the same canvas."""

    axes = param.Callable(doc="Answers the axes.")

    def _process(self, element: Any, _key: Any = None) -> Any:
        axes = self.p.axes()
        x, y = axes.x, axes.y
        steps = axes.once("xy", len(element), lambda: self._steps(element, x, y))
        names = [hv.Dimension("x", label=x.label), hv.Dimension("y", label=y.label)]
        return AssetSteps(steps, bounds=(x.low, y.low, x.high, y.high), kdims=names, vdims=["Step"])

    def _steps(self, element: Any, x: Axis, y: Axis) -> Any:
        """North first, as an image of HoloViews is."""
        canvas = ds.Canvas(*PIXELS, (x.low, x.high), (y.low, y.high))
        points = pd.DataFrame({name: element.dimension_values(name) for name in ("x", "y")}, copy=False)
        return steps_of_presence(COUNT, canvas.points(points, "x", "y", COUNT).values)[::-1]


def linked_elements(rows: Any, axes: Callable[[], Axes]) -> tuple[Any, Any, Any]:
    """The histogram, the scatter and the places of a DynamicMap of datasets, for `link_selections`."""
    bars, density = (operation.instance(axes=axes)(rows) for operation in (Binned, Density))
    return bars, density, rows.apply(_places)


def _places(rows: Any) -> Any:
    return BrushPlaces(rows, ["east", "north"])


hv.Store.register({AssetBars: AssetBarsPlot, AssetSteps: AssetStepsPlot, BrushPlaces: PointPlot}, "bokeh")
hv.Store.set_current_backend("bokeh")
