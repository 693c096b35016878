"""What the page of a meter shows, reckoned from its readings: runs of intervals that are no plain reads, figures."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app import formats
from app.widgets.figures import Figure
from data_sources.analytics import loadshape
from data_sources.analytics.ansi_c84 import sides
from data_sources.analytics.clock import aware_utc, utc64
from data_sources.history.due import due_from
from data_sources.history.scope import floats, instants

Floats = NDArray[np.float64]
Instants = NDArray[np.datetime64]


KINDS = {
    "missing": "Missing reads",
    "no_record": "No record",
    "no_supply": "No supply",
    "estimated": "Estimated",
    "edited": "Edited",
    "outage": "Outage of its transformer",
    "feeder_outage": "Outage on its feeder",
}
GAPS = ("missing", "no_record", "no_supply")
EVENTS = pa.schema(
    [
        ("event_id", pa.int32()), ("started_at", pa.timestamp("us", tz="UTC")),
        ("ended_at", pa.timestamp("us", tz="UTC")), ("minutes", pa.float64()),
        ("kind", pa.string()), ("what", pa.string()),
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class MeterReadings:
    """Readings of one meter in order of time, arrays of one length.

    Attributes:
        start_at: datetime64[s] UTC.
        minutes: length of the interval.
        net_kw: mean net power, delivered less received; NaN where missing.
        delivered_kwh: to the customer.
        received_kwh: from the customer.
        reactive_kvarh: NaN where missing.
        voltage_v: mean of the interval; NaN where not measured.
        quality: "actual", "estimated", "edited" or "missing".
    """

    start_at: Instants
    minutes: Floats
    net_kw: Floats
    delivered_kwh: Floats
    received_kwh: Floats
    reactive_kvarh: Floats
    voltage_v: Floats
    quality: NDArray[np.str_]

    @classmethod
    def of(cls, rows: pa.Table) -> MeterReadings:
        """From the rows of ami_meter_readings.sql."""
        minutes, delivered = floats(rows["interval_minutes"]), floats(rows["energy_delivered_kwh"])
        received = floats(rows["energy_received_kwh"])
        return cls(
            instants(rows["interval_start_at"]), minutes,
            loadshape.interval_kw(delivered - np.nan_to_num(received), minutes), delivered, received,
            floats(rows["reactive_kvarh"]), floats(rows["voltage_v"]),
            np.array(rows["quality"].to_pylist() or [], np.str_),
        )  # fmt: skip

    @property
    def end_at(self) -> Instants:
        """Ends of the intervals."""
        ends: Instants = self.start_at + (self.minutes * 60).astype("timedelta64[s]")
        return ends

    @property
    def kind(self) -> NDArray[np.str_]:
        """The quality; "no_supply" for a read of nothing at no voltage."""
        is_dark = (self.quality == "actual") & (self.net_kw == 0) & ~np.isfinite(self.voltage_v)
        return np.where(is_dark, "no_supply", self.quality)


def runs(readings: MeterReadings, from_at: np.datetime64, to_at: np.datetime64) -> list[tuple[Any, Any, str]]:
    """Runs of intervals that are no plain reads, and the times without any record, in order of time.

    Args:
        readings: of one meter.
        from_at: begin of the period, UTC.
        to_at: end of the period, UTC.

    Returns:
        Start, end and kind (a key of `KINDS`) of each.
    """
    found = []
    kinds, starts, ends = readings.kind, readings.start_at, readings.end_at
    for first, end in _blocks(kinds, starts, ends):
        if kinds[first] != "actual":
            found.append((starts[first], ends[end - 1], str(kinds[first])))
    edges = zip([from_at, *ends], [*starts, to_at], strict=True)
    found += [(before, after, "no_record") for before, after in edges if before < after]
    return sorted(found)


def due_until(
    readings: MeterReadings, due_at: dt.datetime | None, to_at: np.datetime64, now: dt.datetime | None = None
) -> np.datetime64:
    """Up to when reads are expected: by the rule of Completeness, and with what has come of the meter before that.

    What has not come of anybody is not missing, as the rest of a day that has begun; nor is what may still come.

    Args:
        readings: of one meter.
        due_at: up to when reads of its feeder have come, UTC; None where none has.
        to_at: end of the period, UTC.
        now: aware; the time it is when left out.
    """
    expected = min(to_at, utc64(due_from(now)))
    if due_at is not None:
        expected = min(expected, utc64(due_at))
    newest = readings.end_at.max() if len(readings.minutes) else expected
    return min(to_at, max(newest, expected))


def events(
    readings: MeterReadings, outages: pa.Table, from_at: np.datetime64, until: np.datetime64, due: np.datetime64
) -> pa.Table:
    """Gaps up to where reads are due, estimates, edits and outages as one list, newest first; columns of `EVENTS`.

    Args:
        readings: of the meter.
        outages: rows of its outages.
        from_at: begin of the period, UTC.
        until: up to when an outage counts that lasts: the end of the period or the present, whichever is earlier.
        due: up to when reads are expected, of `due_until`.
    """
    listed = [(start, end, kind, KINDS[kind]) for start, end, kind in runs(readings, from_at, due)]
    for row in outages.to_pylist():
        kind = "outage" if row["is_own_transformer"] else "feeder_outage"
        cause = str(row["cause"]).replace("_", " ")
        end = utc64(row["restored_at"]) if row["restored_at"] else max(until, utc64(row["started_at"]))
        lasts = "" if row["restored_at"] else ", lasts"
        listed.append((utc64(row["started_at"]), end, kind, f"{KINDS[kind]}, {cause}{lasts}"))
    listed.sort(key=lambda item: item[0], reverse=True)
    return pa.table(
        {
            "event_id": list(range(len(listed))),
            "started_at": [aware_utc(item[0]) for item in listed],
            "ended_at": [aware_utc(item[1]) for item in listed],
            "minutes": [(item[1] - item[0]) / np.timedelta64(60, "s") for item in listed],
            "kind": [item[2] for item in listed],
            "what": [item[3] for item in listed],
        },
        schema=EVENTS,
    )


def figures(
    readings: MeterReadings,
    neighbours: pa.Table,
    nominal_v: float,
    period: tuple[np.datetime64, np.datetime64],
    time_zone: str,
    due: np.datetime64,
) -> list[Figure]:
    """Energy, peak, voltage, power factor, completeness and the neighbours' usual, for the row on top.

    Args:
        readings: of the meter.
        neighbours: rows of ami_meter_neighbours.sql.
        nominal_v: nominal voltage of its service.
        period: first instant and the one after the last, UTC.
        time_zone: IANA name of the utility's zone.
        due: up to when reads are expected, of `due_until`.
    """
    delivered, received = _sum(readings.delivered_kwh), _sum(readings.received_kwh)
    pct = 100.0 * readings.voltage_v / nominal_v
    counted = expected_reads(readings, period[0], due)
    span = formats.count_of(round((period[1] - period[0]) / np.timedelta64(1, "D")), "day")
    read = int((readings.quality != "missing").sum())
    estimated = int((readings.quality == "estimated").sum())
    return [
        Figure("Energy delivered", formats.number(delivered, 1), "kWh", span + _exported(received)),
        _peak(readings, time_zone),
        _voltage(readings, pct, nominal_v),
        Figure("Power factor", formats.number(_factor(readings, delivered - received), 3), "", "of kWh and kvarh sums"),
        Figure(
            "Reads received", formats.number(100.0 * read / counted if counted else None, 1), "%",
            f"{estimated:,} of {counted:,} estimated", "warning" if counted and read < 0.95 * counted else "normal",
        ),
        _usual(readings, neighbours),
    ]  # fmt: skip


def expected_reads(readings: MeterReadings, from_at: np.datetime64, to_at: np.datetime64) -> int:
    """How many reads a period has: those on record, and what would fit between them; 0 where the meter never read.

    A gap has reads of the length before it, at the period's start of the one after it.
    """
    if not len(readings.minutes):
        return 0
    begins, ends = [from_at, *readings.end_at], [*readings.start_at, to_at]
    lengths = [readings.minutes[0], *readings.minutes]
    gaps = np.array([(end - begin) / np.timedelta64(60, "s") for begin, end in zip(begins, ends, strict=True)])
    return len(readings.minutes) + round(float((np.maximum(gaps, 0.0) / lengths).sum()))


def with_breaks(at: Instants, end_at: Instants, *columns: Floats) -> tuple[Instants, list[Floats]]:
    """The points with one of NaN in each hole between them, so that a line has a gap there."""
    holes = np.flatnonzero(at[1:] > end_at[:-1]) + 1
    if not len(holes):
        return at, list(columns)
    return np.insert(at, holes, end_at[holes - 1]), [np.insert(values, holes, np.nan) for values in columns]


def hourly_factor(readings: MeterReadings) -> tuple[Instants, Floats]:
    """Power factor by hour, from the hour's sums; NaN where there is no energy."""
    shape = loadshape.resample(
        readings.start_at, readings.minutes, readings.delivered_kwh, readings.received_kwh, readings.reactive_kvarh,
        resolution="hour",
    )  # fmt: skip
    return shape.start_at, shape.power_factor


def _blocks(kinds: NDArray[np.str_], starts: Instants, ends: Instants) -> list[tuple[int, int]]:
    """First and end index of runs of one kind that follow each other without a hole."""
    if not len(kinds):
        return []
    cut = np.flatnonzero((kinds[1:] != kinds[:-1]) | (starts[1:] > ends[:-1])) + 1
    edges = [0, *cut.tolist(), len(kinds)]
    return list(itertools.pairwise(edges))


def _exported(received_kwh: float) -> str:
    return f", {formats.number(received_kwh, 1)} kWh sent back" if received_kwh >= 0.05 else ""


def _peak(readings: MeterReadings, time_zone: str) -> Figure:
    if not np.isfinite(readings.net_kw).any():
        return Figure("Peak", formats.NOTHING, "kW")
    place = int(np.nanargmax(readings.net_kw))
    at = formats.day_and_clock(aware_utc(readings.start_at[place]), time_zone)
    return Figure(
        f"Peak, {formats.mean_over(int(readings.minutes[place]))}",
        formats.number(float(readings.net_kw[place]), 2),
        "kW",
        at,
    )


def _voltage(readings: MeterReadings, pct: Floats, nominal_v: float) -> Figure:
    if not np.isfinite(pct).any():
        return Figure("Voltage", formats.NOTHING, "V")
    outside = float(readings.minutes[sides(pct, "A") != 0].sum())
    low, high = float(np.nanmin(readings.voltage_v)), float(np.nanmax(readings.voltage_v))
    note = f"{formats.number(low, 1)} to {formats.number(high, 1)} V, "
    note += f"{formats.duration(outside)} outside range A" if outside else "all in range A"
    mean = formats.number(float(np.nanmean(readings.voltage_v)), 1)
    return Figure(f"Voltage, mean ({nominal_v:.0f} V nominal)", mean, "V", note, "warning" if outside else "normal")


def _usual(readings: MeterReadings, neighbours: pa.Table) -> Figure:
    """This meter's mean power beside the neighbours' median, over the intervals both have."""
    label = "Against its neighbours"
    if not neighbours.num_rows:
        return Figure(label, formats.NOTHING, "", "no other meter on its transformer")
    at, median = instants(neighbours["interval_start_at"]), floats(neighbours["kw_median"])
    step = np.diff(at).min() if len(at) > 1 else np.timedelta64(1, "m")
    when = np.union1d(readings.start_at, at)
    (own, own_end), (usual, usual_end) = (
        _held(when, *held) for held in ((readings.start_at, readings.end_at, readings.net_kw), (at, at + step, median))
    )
    until = np.minimum(np.minimum(own_end, usual_end), np.append(when[1:], own_end[-1:]))
    known = np.isfinite(own) & np.isfinite(usual) & (until > when)
    if not known.any():
        return Figure(label, formats.NOTHING, "", "no interval that both have")
    weights = (until - when)[known].astype(np.float64)
    mean, other = (float(np.average(values[known], weights=weights)) for values in (own, usual))
    change = loadshape.change_pct(mean, other)
    return Figure(label, formats.change(change), "%", f"{mean:.2f} kW; their median {other:.2f} kW")


def _held(when: Instants, start: Instants, end: Instants, values: Floats) -> tuple[Floats, Instants]:
    """What holds at instants, and until when; NaN where nothing does."""
    if not len(start):
        return np.full(len(when), np.nan), when
    place = np.searchsorted(start, when, side="right") - 1
    holds = (place >= 0) & (when < end[place])
    return np.where(holds, values[place], np.nan), np.where(holds, end[place], when)


def _factor(readings: MeterReadings, net_kwh: float) -> float | None:
    value = float(loadshape.power_factor(net_kwh, _sum(readings.reactive_kvarh)))
    return value if np.isfinite(value) else None


def _sum(values: Floats) -> float:
    return float(np.nansum(values)) if len(values) else 0.0


def marks(readings: MeterReadings, kinds: Sequence[str]) -> NDArray[np.bool_]:
    """Which readings are of one of these kinds."""
    chosen: NDArray[np.bool_] = np.isin(readings.kind, kinds)
    return chosen
