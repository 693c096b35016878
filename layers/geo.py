"""A layer as a GeoViews element, for a notebook. GeoViews takes a second or two to import, so only when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from layers.colours.colour import Rgb, hexadecimal
from layers.frame import Array, BlockFrame

CARTO_DARK = "https://basemaps.cartocdn.com/dark_all/{Z}/{X}/{Y}@2x.png"


def element(frame: BlockFrame, codes: Array, colours: Mapping[int, Rgb]) -> Any:
    """Points, or segments where the rows are pieces of lines, in Web Mercator with their columns and their colour.

    Args:
        frame: the rows.
        codes: what each is drawn as; 0 leaves it out.
        colours: the colour of each code.
    """
    from cartopy import crs  # type: ignore[import-untyped]  # has no annotations

    gv = _geoviews()

    rows = np.flatnonzero(codes)
    names = {int(code): hexadecimal(colours[int(code)]) for code in np.unique(codes[rows])}
    columns = {name: column[rows] for name, column in frame.columns.items()}
    columns["colour"] = np.array([names[code] for code in codes[rows].tolist()], object)
    places = {"x": frame.x0[rows].astype(float) + frame.origin[0], "y": frame.y0[rows].astype(float) + frame.origin[1]}
    extra = list(columns)
    if frame.x1 is frame.x0:
        table = pd.DataFrame({**places, **columns})
        marks = gv.Points(table, ["x", "y"], extra, crs=crs.GOOGLE_MERCATOR)
        return marks.opts(color="colour", size=4, tools=["hover"], backend="bokeh")
    places["x1"] = frame.x1[rows].astype(float) + frame.origin[0]
    places["y1"] = frame.y1[rows].astype(float) + frame.origin[1]
    table = pd.DataFrame({**places, **columns})
    lines = gv.Segments(table, ["x", "y", "x1", "y1"], extra, crs=crs.GOOGLE_MERCATOR)
    # No hover: GeoViews 1.15 expects two coordinates a mark there and fails on the four of a segment.
    return lines.opts(color="colour", line_width=2, backend="bokeh")


def over_tiles(marks: Any, tiles_url: str | None) -> Any:
    """An overlay of map tiles and the marks; the marks alone where tiles are None or "off"."""
    if tiles_url in (None, "", "off"):
        return marks
    return _geoviews().WMTS(tiles_url) * marks


def _geoviews() -> Any:
    """GeoViews with its Bokeh backend; a notebook chooses one by `gv.extension`, a server has not."""
    import geoviews as gv
    import geoviews.plotting.bokeh
    import holoviews as hv

    if hv.Store.current_backend not in hv.Store.renderers:
        hv.Store.set_current_backend("bokeh")
    return gv
