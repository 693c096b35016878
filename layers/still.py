"""The network on its land as small images: two that a page shows before anything runs in it, one of a place.

Only what does not change by the hour is drawn: feeders by circuit, all as if with supply; no loads, no outages. So a
still is never wrong, only incomplete, and is drawn again when the network is.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageDraw

from layers.built_in.feeders import Feeders
from layers.colours.colour import Rgb
from layers.detail import Detail, Drawn
from layers.figure.basemap import vector_map
from layers.frame import Array
from layers.image.composite import StepClock, painted
from layers.image.image_palette import image_palette
from layers.image.png import encode
from layers.layer import Layer
from layers.projection import ground_scale, to_mercator
from layers.snapshot import Scene, Snapshot
from layers.style import MapStyle
from layers.viewport import FIT_MARGIN, Viewport

MOST_PX = (1144, 680)
PLACE_PX = (480, 220)  # twice as many as it is shown with
LAND_TIMES, LAND_SHARE = 3, 0.3  # the land reaches farther, and is drawn coarser
FEEDERS: tuple[Layer, ...] = (Feeders(),)


@dataclass(frozen=True, slots=True)
class Still:
    """What to show, as PNG files.

    Attributes:
        network: the extent of the utility as the live map shows it first, margin included.
        land: three times as wide and high, around the same middle.
        ratio: width over height of both.
    """

    network: bytes
    land: bytes
    ratio: float


def still(snapshot: Snapshot, style: MapStyle) -> Still | None:
    """The still of a utility in the colours of a style; None where it has no lines."""
    if not len(snapshot.segments):
        return None
    view = _view(snapshot)
    lit = snapshot.segments.with_supply(np.zeros(len(snapshot.segments), bool))
    frames = {FEEDERS[0].name: snapshot.frames[FEEDERS[0].name].owned_by(lit)}
    scene = Scene(replace(snapshot, segments=lit, frames=frames), style)
    image = painted(scene, FEEDERS, view, Detail({FEEDERS[0].name: Drawn.IMAGE}, {}), StepClock())
    network = encode(image, image_palette(style, FEEDERS).colours)
    return Still(network, _land(view, style.palette.land), view.width / view.height)


def place_still(snapshot: Snapshot, style: MapStyle, lon: float, lat: float, width_m: float) -> bytes | None:
    """Feeders around a place, which is ringed, as a small PNG; None where the utility has no lines.

    Args:
        snapshot: of the utility.
        style: its colours.
        lon: degrees.
        lat: degrees.
        width_m: metres of ground across it.
    """
    if not len(snapshot.segments):
        return None
    x, y = (float(one) for one in to_mercator(lon, lat))
    view = Viewport.around(x, y, width_m * ground_scale(y) / PLACE_PX[0], *PLACE_PX)
    frame = {FEEDERS[0].name: Drawn.IMAGE}
    image = painted(Scene(snapshot, style), FEEDERS, view, Detail(frame, {}), StepClock())
    lines = Image.open(io.BytesIO(encode(image, image_palette(style, FEEDERS).colours))).convert("RGBA")
    shown = Image.new("RGBA", PLACE_PX, (*style.palette.land, 255))
    shown.alpha_composite(lines.crop((0, 0, *PLACE_PX)))
    pen, (middle_x, middle_y) = ImageDraw.Draw(shown), (PLACE_PX[0] / 2, PLACE_PX[1] / 2)
    for radius, colour, width in ((13, style.palette.halo, 5), (12, style.palette.selection, 3)):
        box = (middle_x - radius, middle_y - radius, middle_x + radius, middle_y + radius)
        pen.ellipse(box, outline=(*colour, 255), width=width)
    made = io.BytesIO()
    shown.convert("RGB").quantize(64).save(made, "PNG", optimize=True)
    return made.getvalue()


def _view(snapshot: Snapshot) -> Viewport:
    """The extent with the margin of the first view, in as many pixels as there may be."""
    x0, y0, x1, y1 = snapshot.extent
    width, height = max(FIT_MARGIN * (x1 - x0), 300.0), max(FIT_MARGIN * (y1 - y0), 300.0)
    scale = max(width / MOST_PX[0], height / MOST_PX[1])
    return Viewport.around(
        (x0 + x1) / 2, (y0 + y1) / 2, scale, max(round(width / scale), 1), max(round(height / scale), 1)
    )


def _land(view: Viewport, colour: Rgb) -> bytes:
    scale = view.metres_per_pixel / LAND_SHARE
    width, height = (max(round(LAND_TIMES * LAND_SHARE * size), 1) for size in (view.width, view.height))
    area, shipped = Viewport.around(*view.centre, scale, width, height), vector_map()
    west, south, east, north = shipped.extent
    is_home = west < view.centre[0] < east and south < view.centre[1] < north
    image = Image.new("L", (width, height), 0 if is_home else 1)
    pen = ImageDraw.Draw(image)
    for rings, value in ((shipped.land, 1), (shipped.water, 0)) if is_home else ():
        for x, y in rings:
            pen.polygon(_pixels(x, y, area), fill=value)
    rows = np.zeros((height, width + 1), np.uint8)
    rows[:, 1:] = np.asarray(image)
    return encode(rows, np.array([(0, 0, 0, 0), (*colour, 255)], np.uint8))


def _pixels(x: Array, y: Array, area: Viewport) -> list[tuple[float, float]]:
    scale = area.metres_per_pixel
    return list(zip(((x - area.x0) / scale).tolist(), ((area.y1 - y) / scale).tolist(), strict=True))
