"""The card of the meter chosen on the map of readings: its day as a curve, its reading at the instant. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app import formats
from app.widgets.html import Markup, clear_button, el, icon
from app.widgets.states import skeleton
from data_sources.analytics.ansi_c84 import voltage_words
from data_sources.history.cube import QUALITIES, column

WIDTH, HEIGHT = 296, 84
QUALITY_WORDS = {"actual": "Actual read", "estimated": "Estimated", "edited": "Edited", "missing": "Missing"}


@dataclass(frozen=True, slots=True)
class MeterDay:
    """One meter on one local day, in order of time.

    Attributes:
        start_at: datetime64[us], UTC.
        minutes: of each interval.
        net_kw: NaN where missing.
        voltage_v: NaN where missing.
        quality: words of `QUALITIES`.
    """

    start_at: NDArray[np.datetime64]
    minutes: NDArray[np.int16]
    net_kw: NDArray[np.float32]
    voltage_v: NDArray[np.float32]
    quality: list[str]

    @classmethod
    def of(cls, rows: pa.Table) -> MeterDay:
        """From the rows of `ami_day_of_meters` of one meter."""
        rows = rows.sort_by("interval_start_at")
        return cls(
            column(rows, "interval_start_at").astype("datetime64[us]"), column(rows, "interval_minutes"),
            column(rows, "net_kw"), column(rows, "voltage_v"),
            [QUALITIES[code] for code in column(rows, "quality_code")],
        )  # fmt: skip

    def place(self, at: np.datetime64) -> int | None:
        """The reading that holds an instant."""
        inside = (self.start_at <= at) & (at < self.start_at + self.minutes.astype("timedelta64[m]"))
        found = np.flatnonzero(inside)
        return int(found[0]) if len(found) else None


def meter_card(
    meter_id: int, details: Mapping[str, Any] | None, day: MeterDay | None, at: np.datetime64 | None, time_zone: str
) -> Markup:
    """The card; parts that have not come yet are grey bars.

    Args:
        meter_id: which meter.
        details: the row of details_meter.sql.
        day: its day.
        at: the instant on the map, UTC.
        time_zone: of the utility.
    """
    row = details or {}
    title = el("h2", row.get("name") or f"Meter {meter_id}")
    head = el("header", el("div", el("span", "Meter", cls="overline"), title), clear_button(), cls="meter-head")
    link = el("button", "Open the meter's page", icon("chevron"), type="button", cls="button", data_action="open")
    return el("section", head, _place(row), _body(day, row, at, time_zone), el("footer", link), cls="meter-card")


def _place(row: Mapping[str, Any]) -> Markup | None:
    if not row:
        return None
    words = [row["feeder_name"], row["transformer_name"], str(row["customer_class"]).replace("_", " ")]
    words += ["solar"] if row["has_solar"] else []
    words += ["EV"] if row["has_ev"] else []
    return el("p", " · ".join(words), cls="secondary")


def _body(day: MeterDay | None, row: Mapping[str, Any], at: np.datetime64 | None, time_zone: str) -> Markup:
    if day is None:
        return skeleton(4)
    if not len(day.start_at):
        return el("p", "No reading of this meter on this day.", cls="meter-none")
    return el(
        "div",
        _facts(day, row, at, time_zone),
        _curve("Power", "kW", day.start_at, day.net_kw, at, 2, from_zero=True),
        _curve("Voltage", "V", day.start_at, day.voltage_v, at, 1),
        cls="meter-body",
    )


def _facts(day: MeterDay, row: Mapping[str, Any], at: np.datetime64 | None, time_zone: str) -> Markup:
    place = None if at is None else day.place(at)
    if place is None:
        return el("p", "No reading at this instant.", cls="meter-none")
    started = day.start_at[place].item().replace(tzinfo=dt.UTC)
    kw, volts = float(day.net_kw[place]), float(day.voltage_v[place])
    nominal = row.get("nominal_voltage_v")
    voltage = voltage_words(100 * volts / nominal, nominal) if nominal and volts == volts else None
    facts = [
        (formats.clock(started, time_zone), QUALITY_WORDS.get(day.quality[place], formats.NOTHING)),
        ("Power", formats.quantity(kw, "kW", 3)),
        ("Voltage", voltage or formats.quantity(volts, "V", 1)),
    ]
    return el("dl", [el("div", el("dt", name), el("dd", text)) for name, text in facts], cls="reading-facts is-list")


def _curve(
    name: str, unit: str, start_at: NDArray[np.datetime64], values: NDArray[np.float32], at: np.datetime64 | None,
    decimals: int, *, from_zero: bool = False,
) -> Markup:  # fmt: skip
    """A day as a line with gaps, its range in words, a mark at the instant."""
    known = values[np.isfinite(values)]
    if not len(known):
        return el("p", f"{name}: not read on this day.", cls="meter-none")
    low, high = float(min(known.min(), 0) if from_zero else known.min()), float(known.max())
    span, last = max(high - low, 1e-6), max(len(values) - 1, 1)
    y = (HEIGHT - 3) - (values - low) / span * (HEIGHT - 6)
    x = np.arange(len(values)) * (WIDTH / last)
    cursor = None
    if at is not None and start_at[0] <= at:
        place = int(np.searchsorted(start_at, at, side="right")) - 1
        cursor = el("path", d=f"M{x[place]:.1f} 0V{HEIGHT}", cls="cursor")
    told = f"{formats.number(float(known.min()), decimals)} to {formats.quantity(high, unit, decimals)}"
    return el(
        "figure",
        el("figcaption", el("b", name), el("span", told, cls="secondary")),
        el("svg", cursor, el("path", d=_line(x, y), cls="curve"), viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img",
           aria_label=f"{name} over the day, {told}"),
    )  # fmt: skip


def _line(x: NDArray[Any], y: NDArray[Any]) -> str:
    parts: list[str] = []
    pen = "M"
    for at, value in zip(x.tolist(), y.tolist(), strict=True):
        if value != value:
            pen = "M"
            continue
        parts.append(f"{pen}{at:.1f} {value:.1f}")
        pen = "L"
    return "".join(parts)
