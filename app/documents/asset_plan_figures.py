"""The map and the charts of a replacement plan, in greys, so that they read in black and white.

The map shows all assets that might be replaced as a grey cloud, and what is replaced as marks: transformers as discs,
poles as squares.
"""

from __future__ import annotations

import io
from typing import Final

import numpy as np
from PIL import Image

from app.documents.paper import FONT, Paper
from data_sources.network.rows import Floats
from data_sources.studies.assets.plan import AssetPlan

Frame = tuple[float, float, float, float]
PIXELS_PER_MM: Final = 8
CLOUD: Final = (232, 150)
"""Greys of a pixel with one asset, and of those with the most."""
MARK_MM: Final = 1.5
MOST_MARKS: Final = 400
"""More than these are drawn smaller, so that they do not cover each other."""
TITLE_MM, AXIS_MM, LEFT_MM = 6.0, 9.0, 22.0
TICKS: Final = 4


def draw_places(paper: Paper, plan: AssetPlan, frame: Frame) -> None:
    """The map, into a frame: left, top, width, height in mm."""
    left, top, width, height = frame
    _box(paper, frame)
    inner = (left + 2, top + 2, width - 4, height - 10)
    lon, lat = (plan.places[name].to_numpy().astype(np.float64) for name in ("lon", "lat"))
    if len(lon):
        x, y = _fitted(lon, lat, lon, lat, inner)
        _cloud(paper, x, y, inner)
        own_lon, own_lat = (plan.rows[name].to_numpy().astype(np.float64) for name in ("lon", "lat"))
        x, y = _fitted(lon, lat, own_lon, own_lat, inner)
        _marks(paper, x, y, plan.rows["asset_kind"].to_pylist())
    paper.set_font(FONT, "", 7)
    paper.set_xy(left + 2, top + height - 6)
    paper.cell(
        width - 4, 4, f"●  transformer replaced     ■  pole replaced     grey: {len(lon):,} assets that might be"
    )


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
        paper.cell(28, 4, f"{_short(float(sums[k]))}  ({counts[k]:,})")
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
    size = int(width * PIXELS_PER_MM / 2), int(height * PIXELS_PER_MM / 2)
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
    for k in range(TICKS + 1):
        x, y = plot[0] + plot[2] * k / TICKS, plot[1] + plot[3] * (1 - k / TICKS)
        paper.set_draw_color(225)
        paper.line(plot[0], y, plot[0] + plot[2], y)
        paper.set_xy(left + 1, y - 1.6)
        paper.cell(LEFT_MM - 2, 3.2, _short(y_most * k / TICKS), align="R")
        paper.set_xy(x - 12, plot[1] + plot[3] + 1)
        paper.cell(24, 3.2, _short(x_most * k / TICKS), align="C")
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


def _short(value: float) -> str:
    """A number of few letters: 1.2 M, 350 K, 42."""
    for size, letter in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if abs(value) >= size:
            return f"{value / size:.3g} {letter}"
    return f"{value:.3g}"
