"""Registers that stand still: the same value again and again, zero with voltage on, nothing at all, or wild spikes.

Method
    Stuck: the longest run of one registered value (delivered and received both unchanged), gaps and estimates stepped
    over. A working register of 1 Wh repeats itself by chance; the chance is taken from the meter's own and from its
    feeder's other runs: a run counts from 24 hours on and in proportion beyond the longest run that 99 % of the
    feeder's meters show. A run of zeros counts only while the meter has voltage, and counts less where the drop in
    its service shows no load (an empty house reads zero too).
    Dead: no read at all for a day or more on end, while the neighbours are read.
    Spiking: single intervals far above everything else the meter does (more than 10 times its 95th percentile and more
    than 20 kW), which no service of that size would carry.

Known drawbacks
    An industrial load held constant by a process looks stuck; so does a street light feeder at 1 kWh resolution.
    A vacant house with the breaker off is told from a stuck register only by its service drop, which a transformer
    with one meter does not show.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data_sources.analytics.suspects.feeder_readings import Bools, FeederReadings, Floats, Ints
from data_sources.analytics.suspects.found import (
    Evidence,
    Kind,
    SearchSettings,
    Series,
    Suspect,
    kept,
    listed,
    logistic,
)
from data_sources.analytics.suspects.voltage_residuals import Services


def find(readings: FeederReadings, made: Services, settings: SearchSettings) -> list[Suspect]:
    """Stuck, dead and spiking registers of a feeder, each kind best first."""
    return [
        *_stuck(readings, made, settings),
        *_dead(readings, settings),
        *_spiking(readings, settings),
    ]


def longest_runs(values: NDArray[np.floating], is_known: Bools) -> tuple[Ints, Ints, Ints]:
    """Longest run of one value in each row, gaps stepped over.

    Args:
        values: shape (m, t).
        is_known: shape (m, t).

    Returns:
        known intervals in the run, its first and its last column; shapes (m,).
    """
    length, first, last = (np.zeros(len(values), np.int64) for _ in range(3))
    for row in range(len(values)):
        at = np.flatnonzero(is_known[row])
        if not len(at):
            continue
        kept = values[row, at]
        starts = np.flatnonzero(np.concatenate([[True], kept[1:] != kept[:-1]]))
        sizes = np.diff(np.append(starts, len(kept)))
        best = int(sizes.argmax())
        length[row] = sizes[best]
        first[row], last[row] = at[starts[best]], at[starts[best] + sizes[best] - 1]
    return length, first, last


def _silences(read: Bools) -> tuple[Ints, Ints, Ints]:
    """Longest run of intervals without a read in each row: length, first and last column; shapes (m,)."""
    length, first, last = (np.zeros(len(read), np.int64) for _ in range(3))
    for row in np.flatnonzero(~read.all(axis=1)):
        edge = np.diff(np.concatenate([[0], ~read[row], [0]]).astype(np.int8))
        begins, ends = np.flatnonzero(edge == 1), np.flatnonzero(edge == -1)
        best = int((ends - begins).argmax())
        length[row], first[row], last[row] = ends[best] - begins[best], begins[best], ends[best] - 1
    return length, first, last


def _stuck(readings: FeederReadings, made: Services, settings: SearchSettings) -> list[Suspect]:
    is_live = np.isfinite(readings.voltage_pct) & (readings.voltage_pct > 50.0)
    known = np.isfinite(readings.delivered_kwh) & ~readings.is_estimated & is_live
    # Both registers in one number: they are counts of Wh.
    both = np.round(np.nan_to_num(readings.delivered_kwh) * 1000.0) + 1e-3 * np.round(
        np.nan_to_num(readings.received_kwh) * 1000.0
    )
    length, first, last = longest_runs(both, known)
    usual = max(float(np.quantile(length, 0.99)) if len(length) else 0.0, 4.0)
    scores = np.array([_stuck_score(readings, made, m, int(length[m]), int(first[m]), int(last[m]), usual, both)
                       for m in range(len(length))])  # fmt: skip
    return [
        _stuck_suspect(readings, m, float(scores[m]), int(first[m]), int(last[m]), settings)
        for m in listed(scores, readings.meter_id, settings)
    ]


def _stuck_score(
    readings: FeederReadings, made: Services, meter: int, length: int, first: int, last: int, usual: float, both: Floats
) -> float:
    hours = length * readings.interval_minutes / 60.0
    if hours < 12.0:
        return 0.0
    score = logistic(hours, 24.0, 6.0) * logistic(length / usual, 0.7, 0.2)
    if both[meter, first] != 0:
        return score
    # Zeros: does the voltage show a load that the register does not?
    if not made.has_peers[meter]:
        return 0.6 * score
    inside = made.drop_pct[meter, first : last + 1]
    outside = np.concatenate([made.drop_pct[meter, :first], made.drop_pct[meter, last + 1 :]])
    others = float(np.median(made.drop_pct[made.has_peers].std(axis=1)))
    usual_spread = max(float(outside.std()) if len(outside) >= readings.day_steps else 0.0, others)
    return score * logistic(float(inside.std()) / max(usual_spread, 1e-6), 0.6, 0.08)


def _stuck_suspect(
    readings: FeederReadings, meter: int, score: float, first: int, last: int, settings: SearchSettings
) -> Suspect:
    value = float(readings.delivered_kwh[meter, first])
    days = (last - first + 1) / readings.day_steps
    level = "zero" if value == 0 else f"{value:.3f} kWh an interval"
    return _suspect(
        readings, meter, "stuck", score, score >= settings.stuck_score,
        f"It registered exactly {level} for {days:.1f} days while it had voltage.",
        first, [Series("registered load", "kW", _kw(readings, meter)), Series("voltage", "%", _volts(readings, meter))],
    )  # fmt: skip


def _dead(readings: FeederReadings, settings: SearchSettings) -> list[Suspect]:
    read = np.isfinite(readings.delivered_kwh) & ~readings.is_estimated
    found = []
    feeder_read = read.mean(axis=0)
    length, first, last = _silences(read)
    for meter in np.flatnonzero(length >= readings.day_steps // 2):
        silent = slice(int(first[meter]), int(last[meter]) + 1)
        # Only time in which the feeder was read counts as silence of this meter.
        days = float((feeder_read[silent] > 0.5).sum()) / readings.day_steps
        if days < 0.5:
            continue
        score = logistic(days, 1.0, 0.25)
        found.append(
            _suspect(
                readings,
                int(meter),
                "dead",
                score,
                score >= settings.stuck_score,
                f"Nothing was read for {days:.1f} days on end while its feeder was.",
                silent.start,
                [
                    Series("registered load", "kW", _kw(readings, int(meter))),
                    Series("feeder read", "%", 100.0 * feeder_read),
                ],
            )
        )
    return kept(found, settings)


def _spiking(readings: FeederReadings, settings: SearchSettings) -> list[Suspect]:
    kw = readings.kw(np.nan_to_num(readings.delivered_kwh))
    usual, highest = np.quantile(kw, 0.95, axis=1), kw.max(axis=1)
    found = []
    for meter in np.flatnonzero((highest > 20.0) & (highest > 3.0 * usual)):
        ratio = float(highest[meter] / max(usual[meter], 0.5))
        spikes = int((kw[meter] > 0.5 * highest[meter]).sum())
        score = logistic(ratio, 10.0, 1.5)
        found.append(
            _suspect(
                readings,
                int(meter),
                "spiking",
                score,
                score >= settings.stuck_score,
                f"{spikes} single interval{'s' if spikes > 1 else ''} up to {highest[meter]:.0f} kW, "
                f"{ratio:.0f} times what it reaches otherwise.",
                int(kw[meter].argmax()),
                [Series("registered load", "kW", _kw(readings, int(meter)))],
            )
        )
    return kept(found, settings)


def _suspect(
    readings: FeederReadings, meter: int, kind: Kind, score: float, is_flagged: bool, why: str, since: int,
    series: list[Series],
) -> Suspect:  # fmt: skip
    return Suspect(
        kind=kind, meter_id=int(readings.meter_id[meter]), transformer_id=int(readings.transformer_id[meter]),
        feeder_id=readings.feeder_id, is_metered=bool(readings.is_metered[meter]), score=score, is_flagged=is_flagged,
        why=why, evidence=Evidence("Registered load", readings.start_at, tuple(series)),
        since_day=readings.local_day[min(since, len(readings.start_at) - 1)].astype(object),
    )  # fmt: skip


def _kw(readings: FeederReadings, meter: int) -> Floats:
    return np.asarray(readings.kw(readings.net_kwh[meter]), np.float64)


def _volts(readings: FeederReadings, meter: int) -> Floats:
    return np.asarray(readings.voltage_pct[meter], np.float64)
