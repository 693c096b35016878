"""Meters of a map of readings in the street: where, how large, which colour, and what they read in words."""

from __future__ import annotations

from weakref import ref

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.analytics.ansi_c84 import voltage_words
from data_sources.history.cube import QUALITIES
from data_sources.history.map_days import Instant, MapDay
from layers.colours.colour import hexadecimal
from layers.frame import Array, BlockFrame
from layers.layer import Columns
from layers.readings.bands import SCALES, ReadingScale, no_read_colour, reading_colours
from layers.readings.cells import MeterValues
from layers.snapshot import Snapshot
from layers.style import MapStyle, Reading

READING_PX = (7.0, 17.0)  # diameter, by band
FAR_OFF_PCT = 8.0  # from nominal voltage: drawn largest
NOTHING = "–"


def reading_marks(
    snapshot: Snapshot, rows: NDArray[np.int64], style: MapStyle, values: MeterValues, day: MapDay | None
) -> Columns:
    """The columns of the marks; the highest come last, so that they lie on top.

    Args:
        snapshot: the network.
        rows: the meters, as rows of their frame.
        style: with the reading.
        values: what all meters of the frame read.
        day: where power, voltage and quality of the tooltip are; None for no words.
    """
    reading, frame = style.reading, snapshot.frames["meters"]
    assert reading is not None
    rows = rows[np.argsort(np.nan_to_num(values.coloured[rows], nan=-np.inf), kind="stable")]
    scale, shown = SCALES[reading.quantity], values.coloured[rows]
    band = np.searchsorted(np.asarray(scale.edges, np.float32), shown, side="right")
    has_read = np.isfinite(shown)
    bands = (*reading_colours(scale.quantity, style.theme, style.vision), no_read_colour(style.theme))
    colours = np.array([hexadecimal(colour) for colour in bands])
    return {
        "x": frame.x0[rows].astype(np.float64) + frame.origin[0],
        "y": frame.y0[rows].astype(np.float64) + frame.origin[1],
        "id": frame["id"][rows],
        "code": np.ones(len(rows), np.uint8),
        "name": frame.owner["name"].take(pa.array(frame["row"][rows])).to_pylist(),
        "feeder": snapshot.feeder_names(frame["feeder"][rows]),
        "size": np.where(has_read, _sizes(scale, shown, band), READING_PX[0]).astype(np.float32),
        "colour": colours[np.where(has_read, band, scale.bands)].tolist(),
        **_words(day, reading, frame, rows),
    }


def _sizes(scale: ReadingScale, shown: NDArray[np.float32], band: NDArray[np.int64]) -> NDArray[np.float64]:
    """By band; voltage by how far from nominal it is."""
    low, high = READING_PX
    if scale.quantity == "voltage":
        return low + (high - low) * (np.abs(np.nan_to_num(shown, nan=100) - 100) / FAR_OFF_PCT).clip(0.25, 1)
    return low + (high - low) * (band / (scale.bands - 1))


def _words(day: MapDay | None, reading: Reading, frame: BlockFrame, rows: NDArray[np.int64]) -> dict[str, list[str]]:
    """Power, voltage and quality of each meter at the instant, as a tooltip tells them."""
    if day is None or not len(day.intervals.start_at):
        return {name: [NOTHING] * len(rows) for name in ("power", "voltage", "quality")}
    places, instant = meter_places(day, frame)[rows], day.instant(reading.slot)
    kw, pct, nominal = (at_places(v, places) for v in (instant.net_kw, instant.voltage_pct, day.meters.nominal_v))
    codes = quality_codes(instant, places)
    pairs = zip(pct.tolist(), nominal.tolist(), strict=True)
    return {
        "power": [f"{v:,.3f} kW" if v == v else "no reading" for v in kw.tolist()],
        "voltage": [voltage_words(share, base) if share == share else NOTHING for share, base in pairs],
        "quality": [NOTHING if code == 0 else QUALITIES[code] for code in codes.tolist()],
    }


def quality_codes(instant: Instant, places: NDArray[np.int64]) -> NDArray[np.uint8]:
    """The codes of `QUALITIES` at places; 0 at -1, and while only the instant was asked for."""
    if instant.quality is None or not len(instant.quality):
        return np.zeros(len(places), np.uint8)
    return np.where(places < 0, 0, instant.quality[places]).astype(np.uint8)


def meter_places(day: MapDay, frame: BlockFrame) -> NDArray[np.int64]:
    """Where each row's meter stands among the day's meters; -1 where the history does not know it."""
    ids = day.meters.meter_id
    key = ("places", id(ids))
    kept: tuple[ref[Array], NDArray[np.int64]] | None = frame.cache.get(key)
    if kept is None or kept[0]() is not ids:  # a day that was let go may have had its meters at the same address
        kept = frame.cache[key] = (ref(ids), _places(ids, frame["id"]))
    return kept[1]


def _places(ids: Array, wanted: Array) -> NDArray[np.int64]:
    """Where each wanted id stands among sorted ones; -1 where it does not."""
    if not len(ids):
        return np.full(len(wanted), -1, np.int64)
    places = np.searchsorted(ids, wanted).clip(max=len(ids) - 1).astype(np.int64)
    places[ids[places] != wanted] = -1
    return places


def at_places(values: NDArray[np.float32], places: NDArray[np.int64]) -> NDArray[np.float32]:
    """The values at places; NaN at -1."""
    found = values[places] if len(values) else np.full(len(places), np.nan, np.float32)
    found[places < 0] = np.nan
    return found
