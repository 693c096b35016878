"""What lies under the network: map tiles where they can be reached, and a vector map shipped with Flux beneath them.

The vector map is always drawn, so that a tile that is late, or a network that is gone, never leaves a hole. Lines of
latitude and longitude run through both, for places the vector map does not know.
"""

from __future__ import annotations

import json
import logging
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from bokeh.core.properties import value
from bokeh.models import AdaptiveTicker, ColumnDataSource, GlyphRenderer, MercatorTicker, TileRenderer, WMTSTileSource  # type: ignore[attr-defined]  # the stubs leave some of them out
from bokeh.models.glyphs import Line, Patch, Text
from bokeh.plotting import figure

from layers.colours.colour import hexadecimal
from layers.colours.palette import Palette, Theme
from layers.frame import Array
from layers.projection import DEGREE_M, to_mercator

log = logging.getLogger(__name__)

PROBE_AGAIN_SECONDS = 300.0
FINEST_DEGREES = 1e-6  # between two meridians: a tenth of a metre
HIGH_RESOLUTION = 78271.516964020484  # metres a pixel at zoom 0 of a 512 px tile
ATTRIBUTIONS = {
    "cartocdn.com": "© OpenStreetMap contributors © CARTO",
    "openstreetmap.org": "© OpenStreetMap contributors",
}
VECTOR_ATTRIBUTION = "US Census Bureau, Natural Earth"


@dataclass(frozen=True)
class VectorMap:
    """The shipped map in Web Mercator.

    Attributes:
        land: rings, x and y each.
        water: rings.
        border: lines.
        names: a name and its place.
    """

    land: tuple[tuple[Array, Array], ...]
    water: tuple[tuple[Array, Array], ...]
    border: tuple[tuple[Array, Array], ...]
    names: tuple[tuple[str, float, float], ...]

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the land."""
        x, y = (np.concatenate([ring[axis] for ring in self.land]) for axis in (0, 1))
        return float(x.min()), float(y.min()), float(x.max()), float(y.max())


@cache
def vector_map() -> VectorMap:
    """The map shipped in assets/basemap; its README says where it comes from."""
    packed = json.loads((resources.files("assets") / "basemap" / "houston.json").read_text(encoding="utf-8"))
    unit = packed["unit_degrees"]

    def unpack(key: str) -> tuple[tuple[Array, Array], ...]:
        lines = (np.cumsum(np.reshape(steps, (-1, 2)), axis=0) * unit for steps in packed[key])
        return tuple(to_mercator(line[:, 0], line[:, 1]) for line in lines)

    places = [(name, *map(float, to_mercator(lon, lat))) for name, lon, lat in packed["names"]]
    return VectorMap(unpack("land"), unpack("water"), unpack("border"), tuple(places))


@cache
def joined_lines() -> tuple[dict[str, Array], ...]:
    """Land, water and border of the shipped map, each as the columns of one glyph; shared by all figures.

    Each array is a message of its own to every browser: 65 lines would be 130.
    """
    shipped = vector_map()
    return tuple(_joined(lines) for lines in (shipped.land, shipped.water, shipped.border))


class Basemap:
    """The renderers under the network of one figure.

    Args:
        plot: the figure; its renderers so far lie below.
        palette: colours.
        tiles_url: an XYZ template with {X}, {Y} and {Z}; None or "off" for no tiles.
    """

    def __init__(self, plot: figure, palette: Palette, tiles_url: str | None = None) -> None:
        """Draws the vector map; tiles come when `show_tiles` is called."""
        self._plot = plot
        self.tiles_url = None if tiles_url in (None, "", "off") else tiles_url
        self._tiles: TileRenderer | None = None
        self._is_home = True
        shipped = vector_map()
        land, water, border = joined_lines()
        self._land = _add(plot, land, Patch(x="x", y="y", line_width=1))
        self._water = _add(plot, water, Patch(x="x", y="y", line_width=1))
        self._border = _add(plot, border, Line(x="x", y="y", line_width=1, line_dash=[4, 4]))
        names: dict[str, list[Any]] = {"x": [x for _, x, _ in shipped.names], "y": [y for *_, y in shipped.names]}
        names["text"] = [name.upper() for name, *_ in shipped.names]
        look: dict[str, Any] = {"text_align": "center", "text_baseline": "middle", "text_font_size": "0.77em"}
        look["text_font"] = value("Roboto, sans-serif")
        self._names = _add(plot, names, Text(x="x", y="y", text="text", **look))
        plot.xgrid.ticker = meridians()
        plot.ygrid.ticker = MercatorTicker(dimension="lat")
        plot.grid.visible = True  # a figure without axes hides it
        plot.grid.grid_line_width = 1
        self.recolour(palette)

    @property
    def attribution(self) -> str:
        """Whose map is seen; small, but always shown."""
        if self._tiles is None:
            return VECTOR_ATTRIBUTION if self._is_home else ""
        return next((text for host, text in ATTRIBUTIONS.items() if host in str(self.tiles_url)), "")

    def recolour(self, palette: Palette) -> None:
        """Take the colours of a theme."""
        ground, land, border = (hexadecimal(c) for c in (palette.ground, palette.land, palette.border))
        self._grounds = (ground, land)
        self._plot.background_fill_color = self._ground()
        self._plot.border_fill_color = ground
        self._land.glyph.update(fill_color=land, line_color=border, line_alpha=0.75)
        self._water.glyph.update(fill_color=ground, line_color=border)
        self._border.glyph.update(line_color=border)
        self._names.glyph.update(text_color=hexadecimal(palette.text), text_alpha=0.28)
        for grid in (self._plot.xgrid, self._plot.ygrid):
            grid.grid_line_color = hexadecimal(palette.grid)

    def look_at(self, x: float, y: float) -> None:
        """The middle of the view, Web Mercator: beyond the shipped map all is land, for all we know."""
        west, south, east, north = vector_map().extent
        is_home = west < x < east and south < y < north
        if is_home != self._is_home:
            self._is_home = is_home
            self._plot.background_fill_color = self._ground()

    def _ground(self) -> str:
        return self._grounds[0 if self._is_home else 1]

    def show_tiles(self, theme: Theme) -> None:
        """Lay the tiles over the vector map."""
        if self.tiles_url is None:
            return
        source = WMTSTileSource(url=themed(self.tiles_url, theme), attribution="", **_tile_size(self.tiles_url))
        if self._tiles is None:
            self._tiles = TileRenderer(tile_source=source, smoothing=True)
            after_vectors = self._plot.renderers.index(self._names) + 1
            self._plot.renderers.insert(after_vectors, self._tiles)
        else:
            self._tiles.tile_source = source
        self._names.visible = False


def meridians() -> AdaptiveTicker:
    """Whole, half and fifth degrees of longitude and their decimals; Bokeh's own meridians end at the antimeridian."""
    return AdaptiveTicker(base=10, mantissas=[1, 2, 5], min_interval=FINEST_DEGREES * DEGREE_M)


def themed(url: str, theme: Theme) -> str:
    """CARTO's address for the theme; any other address as it is."""
    return url.replace("dark_all", "light_all") if theme == "light" and "cartocdn.com" in url else url


_probed: dict[str, tuple[float, bool]] = {}
_probing = threading.Lock()


def tiles_answer(url: str, seconds: float) -> bool:
    """Whether the tile of the whole world can be fetched; blocks, so ask from a worker thread.

    The answer is kept for five minutes for the whole process.

    Args:
        url: XYZ template.
        seconds: how long it may take at most.
    """
    with _probing:
        asked_at, answer = _probed.get(url, (0.0, False))
        if asked_at and time.monotonic() - asked_at < PROBE_AGAIN_SECONDS:
            return answer
        answer = _probe(url, seconds)
        _probed[url] = (time.monotonic(), answer)
        return answer


def _probe(url: str, seconds: float) -> bool:
    address = url.replace("{Z}", "0").replace("{X}", "0").replace("{Y}", "0")
    if not address.startswith(("http://", "https://")):
        return False
    request = urllib.request.Request(address, headers={"User-Agent": "flux-ops-center"})
    try:
        with urllib.request.urlopen(request, timeout=seconds) as response:
            return bool(response.status == 200 and response.headers.get_content_maintype() == "image")
    except (urllib.error.URLError, OSError, ValueError) as error:
        log.info("Map tiles are out of reach (%s); the shipped map is shown.", error)
        return False


def _tile_size(url: str) -> dict[str, Any]:
    return {"tile_size": 512, "initial_resolution": HIGH_RESOLUTION} if "@2x" in url else {}


def _joined(lines: tuple[tuple[Array, Array], ...]) -> dict[str, Array]:
    """Lines as one, with a gap after each; 4 bytes a number are a metre, and the shipped map knows ten."""
    gap = np.array([np.nan])
    columns = {"x": [part for x, _ in lines for part in (x, gap)], "y": [part for _, y in lines for part in (y, gap)]}
    return {name: np.concatenate(parts).astype(np.float32) for name, parts in columns.items()}


def _add(plot: figure, columns: dict[str, Any], glyph: Line | Patch | Text) -> GlyphRenderer:
    return plot.add_glyph(ColumnDataSource(columns), glyph, level="underlay")
