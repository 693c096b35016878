"""What Voltage shows, reckoned from its statements' rows: figures and words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app import formats
from app.widgets.column import day_words
from app.widgets.figures import Figure, Tone
from data_sources.analytics.ansi_c84 import BASE_V, LIMITS_V, ServiceRange, limits_pct

LEVELS = {"meter": "Meters", "transformer": "Transformers", "feeder": "Feeders"}
# Where a transformer or a meter is chosen, nothing larger is counted.
LEVELS_WITHIN = {"transformer": ["meter", "transformer"], "meter": ["meter"]}
MINUTES_PER_HOUR = 60.0


def figures(
    days_a: pa.Table, days_b: pa.Table, exception_meters: int, service_range: ServiceRange, *, is_meter: bool = False
) -> list[Figure]:
    """The row of figures.

    Args:
        days_a: rows of ami_voltage_by_day.sql for range A.
        days_b: the same for range B.
        exception_meters: meters outside the range chosen, over the whole period.
        service_range: the range chosen, "A" or "B".
        is_meter: the rows are those of one meter.
    """
    low_pct, high_pct = limits_pct(service_range)
    lowest, highest = pc.min(days_a["voltage_pct_min"]).as_py(), pc.max(days_a["voltage_pct_max"]).as_py()
    unit = "hours" if is_meter else "meter-hours"
    return [
        _count(days_a if service_range == "A" else days_b, exception_meters, service_range, is_meter),
        *_times(days_a, "A", "warning", unit),
        *_times(days_b, "B", "bad", unit),
        Figure("Lowest", formats.number(_on_120(lowest), 1), "V on 120 V", _pct_words(lowest),
               _low_tone(lowest, low_pct)),
        Figure("Highest", formats.number(_on_120(highest), 1), "V on 120 V", _pct_words(highest),
               "warning" if highest is not None and highest > high_pct else "normal"),
    ]  # fmt: skip


def _count(chosen: pa.Table, exception_meters: int, service_range: ServiceRange, is_meter: bool) -> Figure:
    """How many meters left the range; of one meter, on how many days it did."""
    days_out = int(pc.sum(pc.greater(chosen["meters"], 0)).as_py() or 0)
    tone: Tone = "warning" if exception_meters else "normal"
    if is_meter:
        return Figure(
            f"Days outside range {service_range}", formats.number(days_out), "", f"of {chosen.num_rows}", tone
        )
    note = f"on {days_out} of {formats.count_of(chosen.num_rows, 'day')}"
    return Figure(f"Meters outside range {service_range}", formats.number(exception_meters), "", note, tone)


def _times(days: pa.Table, service_range: ServiceRange, tone: Tone, unit: str) -> list[Figure]:
    """How long below a range and how long above it."""
    low, high = LIMITS_V[service_range]
    name = f"range {service_range}"
    return [
        _time(days, "minutes_below", f"Below {name}", f"under {low:.0f} V", tone, unit),
        _time(days, "minutes_above", f"Above {name}", f"over {high:.0f} V", tone, unit),
    ]


def _time(days: pa.Table, column: str, label: str, words: str, tone: Tone, unit: str) -> Figure:
    hours = (pc.sum(days[column]).as_py() or 0) / MINUTES_PER_HOUR
    return Figure(label, formats.number(hours, 1 if 0 < hours < 100 else 0), unit, words, tone if hours else "normal")


def _on_120(pct: float | None) -> float | None:
    return None if pct is None else pct * BASE_V / 100.0


def _pct_words(pct: float | None) -> str:
    return "" if pct is None else f"{formats.number(pct, 1)} % of nominal"


def _low_tone(lowest: float | None, limit_pct: float) -> Tone:
    return "warning" if lowest is not None and lowest < limit_pct else "normal"


def has_hours(days: pa.Table) -> bool:
    """Whether any meter was outside the range on any day."""
    return any(pc.sum(days[f"minutes_{name}"]).as_py() for name in ("below", "above"))


def no_hours(days: pa.Table, service_range: ServiceRange) -> tuple[str, str]:
    """What stands in place of bars that would all be of nothing: a title, and what there is.

    Args:
        days: rows of ami_voltage_by_day.sql.
        service_range: of them.
    """
    if not days.num_rows:
        return "No day with reads", "Choose a period with readings, or look at something else."
    first, last = pc.min(days["reading_day"]).as_py(), pc.max(days["reading_day"]).as_py()
    when = day_words(first) if first == last else f"{day_words(first)} to {day_words(last)}"
    return (
        f"Not an hour outside range {service_range}",
        f"There are reads of {formats.count_of(days.num_rows, 'day')}: {when}, all within the range.",
    )


def hours_by_day(days: pa.Table) -> dict[str, Any]:
    """Meter-hours below and above by day, for the bars."""
    return {name: days[f"minutes_{name}"].to_numpy() / MINUTES_PER_HOUR for name in ("below", "above")}


def with_worst(rows: pa.Table, service_range: ServiceRange) -> pa.Table:
    """The rows with `worst_pct`: the voltage farthest outside the range, % of nominal."""
    low_pct, high_pct = limits_pct(service_range)
    low, high = (rows[name].cast(pa.float64()).to_numpy() for name in ("voltage_pct_min", "voltage_pct_max"))
    is_low = (low_pct - low) >= (high - high_pct)
    return rows.append_column("worst_pct", pa.array(np.where(is_low, low, high)))


def point_words(rows: Sequence[dict[str, Any]]) -> list[str]:
    """What the tooltip of a point on the map says of how long."""
    return [
        f"{formats.number(row['minutes_below'] / MINUTES_PER_HOUR, 1)} meter-hours below, "
        f"{formats.number(row['minutes_above'] / MINUTES_PER_HOUR, 1)} above, "
        f"{formats.count_of(row['meters'], 'meter')}"
        for row in rows
    ]
