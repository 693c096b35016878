"""The map and the charts of a replacement plan, in greys, so that they read in black and white.

The map shows all assets that might be replaced as a grey cloud, and what is replaced as marks: transformers as discs,
poles as squares; substations with their names, and a scale, tell where that is.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Final

import numpy as np
from PIL import Image

from app import formats
from app.documents.paper import FONT, Paper
from data_sources.network.rows import Floats
from data_sources.studies.assets.plan import AssetPlan

Frame = tuple[float, float, float, float]
PIXELS_PER_MM: Final = 3
CLOUD: Final = (205, 120)
"""Greys of a pixel with one asset, and of those with the most."""
MARK_MM: Final = 1.5
MOST_MARKS: Final = 400
"""More than these are drawn smaller, so that they do not cover each other."""
TRIANGLE_MM, MOST_TRIANGLES = 1.2, 30
TITLE_MM, AXIS_MM, LEFT_MM = 6.0, 9.0, 22.0
TICKS: Final = 5
KM_A_DEGREE: Final = 111.195
"""Of latitude, on the mean sphere."""


def draw_places(paper: Paper, plan: AssetPlan, frame: Frame) -> None:
    """The map, into a frame: left, top, width, height in mm."""
    left, top, width, height = frame
    _box(paper, frame)
    inner = (left + 2, top + 2, width - 4, height - 10)
    lon, lat = (plan.places[name].to_numpy().astype(np.float64) for name in ("lon", "lat"))
    if len(lon):
        cloud_lon, cloud_lat = lon, lat
        lon, lat = _with_a_substation(lon, lat, plan)
        x, y = _fitted(lon, lat, cloud_lon, cloud_lat, inner)
        _cloud(paper, x, y, inner)
        _scale_bar(paper, lon, lat, inner)
        own_lon, own_lat = (plan.rows[name].to_numpy().astype(np.float64) for name in ("lon", "lat"))
        x, y = _fitted(lon, lat, own_lon, own_lat, inner)
        _substations(paper, plan, lambda east, north: _fitted(lon, lat, east, north, inner), inner)
        _marks(paper, x, y, plan.rows["asset_kind"].to_pylist())  # over all else: they are what it is about
    paper.set_font(FONT, "", 7)
    paper.set_xy(left + 2, top + height - 6)
    might = f"grey: {plan.places.num_rows:,} assets that might be"
    paper.cell(width - 4, 4, f"●  transformer replaced   ■  pole replaced   △  substation   {might}")


def draw_curve(paper: Paper, plan: AssetPlan, frame: Frame) -> None:
    """What each US$ more buys: gain over money spent, best first."""
    goal = plan.request.goal
    spent = np.concatenate([[0.0], np.cumsum(plan.rows["replacement_cost"].to_numpy().astype(np.float64))])
    gain = np.concatenate([[0.0], np.cumsum(plan.rows[f"gain_{goal}"].to_numpy().astype(np.float64))])
    unit = "US$ a year" if goal == "cost" else "customer-minutes a year"
    plot = _axes(paper, frame, f"What money buys: less {unit}", spent[-1], gain[-1], "US$ spent")
    paper.set_line_width(0.5)
    paper.set_draw_color(40)
    picked = np.unique(np.linspace(0, len(spent) - 1, 240).astype(np.int64))
    points = [(plot[0] + plot[2] * spent[k] / spent[-1], plot[1] + plot[3] * (1 - gain[k] / gain[-1])) for k in picked]
    paper.polyline(points)
    _reset(paper)


def draw_classes(paper: Paper, plan: AssetPlan, frame: Frame) -> None:
    """Where the money goes: US$ by class."""
    names = np.array(plan.rows["asset_class"].to_pylist())
    cost = plan.rows["replacement_cost"].to_numpy().astype(np.float64)
    known, row = np.unique(names, return_inverse=True)
    sums, counts = np.bincount(row, cost), np.bincount(row)
    _box(paper, frame)
    left, top, width, height = frame
    _title(paper, frame, "Where it goes: US$ by class")
    step = min((height - TITLE_MM - 6) / len(known), 14.0)
    for place, k in enumerate(np.argsort(-sums)):
        y = top + TITLE_MM + 4 + place * step
        paper.set_font(FONT, "", 7.5)
        paper.set_xy(left + 3, y)
        paper.cell(42, 4, paper.letters(str(known[k])))
        bar = (width - 76) * sums[k] / sums.max()
        paper.set_fill_color(120)
        paper.rect(left + 46, y + 0.3, max(bar, 0.3), 3.4, style="F")
        paper.set_xy(left + 47 + bar, y)
        paper.cell(28, 4, f"{formats.short(float(sums[k]))}  ({counts[k]:,})")
    _reset(paper)


def _with_a_substation(lon: Floats, lat: Floats, plan: AssetPlan) -> tuple[Floats, Floats]:
    """The places that the map is to hold: with the nearest substation, where none is among them."""
    east, north = (plan.substations[name].to_numpy().astype(np.float64) for name in ("lon", "lat"))
    inside = (east >= lon.min()) & (east <= lon.max()) & (north >= lat.min()) & (north <= lat.max())
    if inside.any() or not len(east):
        return lon, lat
    nearest = int(np.argmin(np.hypot((east - lon.mean()) * np.cos(np.radians(lat.mean())), north - lat.mean())))
    return np.append(lon, east[nearest]), np.append(lat, north[nearest])


def _substations(
    paper: Paper, plan: AssetPlan, fit: Callable[[Floats, Floats], tuple[Floats, Floats]], inner: Frame
) -> None:
    """Substations as open triangles, many of them smaller; named where the name lies over no other and no triangle."""
    left, top, width, height = inner
    x, y = fit(*(plan.substations[name].to_numpy().astype(np.float64) for name in ("lon", "lat")))
    inside = (x >= left) & (x <= left + width) & (y >= top) & (y <= top + height)
    size = TRIANGLE_MM if inside.sum() <= MOST_TRIANGLES else TRIANGLE_MM / 2
    paper.set_font(FONT, "B", 6)
    paper.set_draw_color(0)
    paper.set_fill_color(255)
    written: list[tuple[float, float, float]] = []
    for row in np.flatnonzero(inside).tolist():
        at_x, at_y = float(x[row]), float(y[row])
        paper.polygon(
            [(at_x, at_y - size), (at_x - size, at_y + 0.7 * size), (at_x + size, at_y + 0.7 * size)], style="DF"
        )
        text = paper.letters(str(plan.substations["substation_name"][row].as_py()))
        long = paper.get_string_width(text) + 1
        begin = at_x + size + 0.1 if at_x + size + long < left + width else at_x - size - 0.1 - long
        is_near = (np.abs(y - at_y) < 1.2 + size) & (x > begin - size) & (x < begin + long + size)
        is_near[row] = False
        if is_near.any() or any(abs(at_y - v) < 2.6 and begin < end and u < begin + long for u, end, v in written):
            continue
        written.append((begin, begin + long, at_y))
        paper.set_xy(begin, at_y - 1.2)
        paper.cell(long, 2.4, text, align="C", fill=True)
    _reset(paper)


def _scale_bar(paper: Paper, lon: Floats, lat: Floats, inner: Frame) -> None:
    """A length on the ground, a round one of at most a quarter of the map, at its lower right."""
    left, top, width, height = inner
    middle = float(lat.max() + lat.min()) / 2
    _, ends = _fitted(lon, lat, np.full(2, lon[0]), middle + np.array([0.0, 1 / KM_A_DEGREE]), inner)
    mm_a_km = float(ends[0] - ends[1])
    longest = width / 4 / mm_a_km
    size = 10 ** np.floor(np.log10(longest))
    km = float(max(one * size for one in (1, 2, 5) if one * size <= longest * 1.0001))
    text = f"{km:g} km" if km >= 1 else f"{1000 * km:g} m"
    right, base = left + width - 1, top + height - 1
    paper.set_fill_color(255)
    paper.rect(right - km * mm_a_km - 1.5, base - 4.6, km * mm_a_km + 2.5, 5.6, style="F")
    paper.set_draw_color(0)
    paper.set_line_width(0.3)
    paper.line(right - km * mm_a_km, base, right, base)
    for x in (right - km * mm_a_km, right):
        paper.line(x, base - 1, x, base)
    paper.set_font(FONT, "", 6.5)
    paper.set_xy(right - km * mm_a_km, base - 4.4)
    paper.cell(km * mm_a_km, 3.2, text, align="C")
    _reset(paper)


def _fitted(lon: Floats, lat: Floats, of_lon: Floats, of_lat: Floats, inner: Frame) -> tuple[Floats, Floats]:
    """Degrees to mm of the page, in scale, all of `lon` and `lat` in the frame."""
    left, top, width, height = inner
    narrow = float(np.cos(np.radians(lat.mean())))
    spread_x, spread_y = max(float(np.ptp(lon)) * narrow, 1e-9), max(float(np.ptp(lat)), 1e-9)
    scale = min(width / spread_x, height / spread_y)
    x = left + width / 2 + (of_lon - (lon.max() + lon.min()) / 2) * narrow * scale
    y = top + height / 2 - (of_lat - (lat.max() + lat.min()) / 2) * scale
    return x, y


def _cloud(paper: Paper, x: Floats, y: Floats, inner: Frame) -> None:
    """How many assets stand at each pixel, as a picture of greys."""
    left, top, width, height = inner
    size = int(width * PIXELS_PER_MM), int(height * PIXELS_PER_MM)
    count, _, _ = np.histogram2d(y, x, bins=size[::-1], range=((top, top + height), (left, left + width)))
    share = np.log1p(count) / max(float(np.log1p(count).max()), 1e-9)
    grey = np.where(count > 0, CLOUD[0] - share * (CLOUD[0] - CLOUD[1]), 255).astype(np.uint8)
    picture = io.BytesIO()
    Image.fromarray(grey).save(picture, "PNG")
    paper.image(picture, left, top, width, height)


def _marks(paper: Paper, x: Floats, y: Floats, kinds: list[str]) -> None:
    size = MARK_MM if len(kinds) <= MOST_MARKS else MARK_MM * max((MOST_MARKS / len(kinds)) ** 0.5, 0.25)
    paper.set_fill_color(0)
    paper.set_draw_color(255)
    paper.set_line_width(0.1)
    for at_x, at_y, kind in zip(x.tolist(), y.tolist(), kinds, strict=True):
        if kind == "pole":
            paper.rect(at_x - size * 0.4, at_y - size * 0.4, size * 0.8, size * 0.8, style="DF")
        else:
            paper.circle(at_x, at_y, size / 2, style="DF")
    _reset(paper)


def _axes(paper: Paper, frame: Frame, title: str, x_most: float, y_most: float, x_label: str) -> Frame:
    """A box with a title, two axes from 0 and their ticks; answers the plot's frame."""
    _box(paper, frame)
    _title(paper, frame, title)
    left, top, width, height = frame
    plot = (left + LEFT_MM, top + TITLE_MM + 3, width - LEFT_MM - 8, height - TITLE_MM - AXIS_MM - 6)
    paper.set_font(FONT, "", 6.5)
    paper.set_draw_color(225)
    for value in round_steps(y_most, TICKS).tolist():
        y = plot[1] + plot[3] * (1 - value / max(y_most, 1e-12))
        paper.line(plot[0], y, plot[0] + plot[2], y)
        paper.set_xy(left + 1, y - 1.6)
        paper.cell(LEFT_MM - 2, 3.2, formats.short(value), align="R")
    for value in round_steps(x_most, TICKS).tolist():
        x = plot[0] + plot[2] * value / max(x_most, 1e-12)
        paper.line(x, plot[1] + plot[3], x, plot[1] + plot[3] + 1)
        paper.set_xy(x - 12, plot[1] + plot[3] + 1)
        paper.cell(24, 3.2, formats.short(value), align="C")
    paper.set_xy(plot[0], plot[1] + plot[3] + 4.6)
    paper.cell(plot[2], 3.2, x_label, align="C")
    return plot


def _box(paper: Paper, frame: Frame) -> None:
    paper.set_draw_color(160)
    paper.set_line_width(0.2)
    paper.rect(*frame)


def _title(paper: Paper, frame: Frame, text: str) -> None:
    paper.set_font(FONT, "B", 8)
    paper.set_xy(frame[0] + 2, frame[1] + 1)
    paper.cell(frame[2] - 4, TITLE_MM, paper.letters(text))


def _reset(paper: Paper) -> None:
    paper.set_line_width(0.2)
    paper.set_draw_color(0)
    paper.set_fill_color(255)


def round_steps(most: float, count: int) -> Floats:
    """Round values from 0 to the most, about so many steps of 1, 2, 2.5 or 5 times a power of ten."""
    if most <= 0:
        return np.zeros(1)
    size = 10 ** np.floor(np.log10(most / count))
    step = next(one * size for one in (1, 2, 2.5, 5, 10) if one * size * count >= most * 0.999)
    return np.asarray(np.arange(0, int(most / step + 1e-9) + 1) * step)
