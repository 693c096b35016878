"""The figures over the fleet: of what is shown and brushed, beside all of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app import formats
from app.widgets.figures import Figure
from data_sources.fleet import Fleet
from layers.colours.scales import HEALTH

EXPECTED: Final = 6
Mask = NDArray[np.bool_]


def figures(fleet: Fleet, chosen: Mask, kept: Mask) -> Sequence[Figure]:
    """What is kept of what is chosen.

    Args:
        fleet: the assets.
        chosen: rows shown before any brush, bool (n,).
        kept: those that the brushes keep.
    """
    health = fleet.numbers["health_score"][kept]
    return (
        _count(fleet, chosen, kept), _health(health), _poor(health), _unknown(fleet, kept), _failures(fleet, kept),
        _risk(fleet, kept),
    )  # fmt: skip


def _count(fleet: Fleet, chosen: Mask, kept: Mask) -> Figure:
    count, total = int(kept.sum()), int(chosen.sum())
    if count != total:
        return Figure.of("Brushed", count, "asset", f"of {total:,} shown")
    parts = [formats.count_of(int((kept & fleet.is_of(kind)).sum()), kind) for kind in ("transformer", "pole")]
    return Figure("Assets", formats.number(count), "", ", ".join(parts))


def _health(health: NDArray[np.float32]) -> Figure:
    known = health[np.isfinite(health)]
    if not len(known):
        return Figure("Mean health", formats.NOTHING, "", "not known of any")
    return Figure("Mean health", formats.number(float(known.mean()), 1), "of 100", "0 failed, 100 new")


def _poor(health: NDArray[np.float32]) -> Figure:
    known = health[np.isfinite(health)]
    count = int((HEALTH.band(known) == HEALTH.names.index("poor")).sum())
    share = f"{formats.percent(100 * count / len(known), 1)} of those known" if len(known) else "not known of any"
    return Figure.of("Poor health", count, "asset", share, "warning" if count else "normal")


def _unknown(fleet: Fleet, kept: Mask) -> Figure:
    count = int((kept & np.isnan(fleet.numbers["health_score"])).sum())
    parts = [int((kept & np.isnan(fleet.numbers[name])).sum()) for name in ("part_age", "part_condition")]
    note = f"age of {parts[0]:,}, condition of {parts[1]:,}"
    return Figure.of("Health not known", count, "asset", note)


def _failures(fleet: Fleet, kept: Mask) -> Figure:
    names = ("failure_probability", "failure_probability_low", "failure_probability_high")
    mean, low, high = (_sum(fleet, name, kept) for name in names)
    if mean is None:
        return Figure("Failures expected", formats.NOTHING, "a year", "not known of any")
    band = f"{formats.number(low, _digits(low))} to {formats.number(high, _digits(high))} by the band of the hazard"
    return Figure("Failures expected", formats.number(mean, _digits(mean)), "a year", band)


def _risk(fleet: Fleet, kept: Mask) -> Figure:
    risk, cost = _sum(fleet, "risk_customer_minutes", kept), _sum(fleet, "risk_cost", kept)
    if risk is None:
        return Figure("Risk", formats.NOTHING, "customer-min/yr", "not known of any")
    whole = _sum(fleet, "risk_customer_minutes", np.ones(len(fleet), np.bool_)) or 0.0
    note = f"{formats.percent(100 * risk / whole, 1) if whole else formats.NOTHING} of the fleet's"
    money = f"; US$ {' '.join(_large(cost))}a year" if cost is not None else ""
    value, unit = _large(risk)
    return Figure("Risk", value, f"{unit}customer-min/yr", note + money)


def _sum(fleet: Fleet, name: str, kept: Mask) -> float | None:
    """Of what is known; None where nothing is."""
    values = fleet.numbers[name][kept]
    known = values[np.isfinite(values)]
    return float(known.sum(dtype=np.float64)) if len(known) else None


def _large(value: float) -> tuple[str, str]:
    """In millions from a million on: the number, and what stands before its unit."""
    return (formats.number(value / 1e6, 1), "M ") if value >= 1e6 else (formats.number(value), "")


def _digits(value: float | None) -> int:
    return 1 if value is not None and value < 100 else 0
