"""What a period comes to: energy, peak, load factor, power factor, exports, estimates; and the days around it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app import formats
from app.scope_bar.ground import Ground, place_of
from app.widgets.figures import Figure
from data_sources.analytics import loadshape
from data_sources.analytics.clock import DAY_S, aware_utc, local_seconds
from data_sources.analytics.loadshape import power_factor
from data_sources.history import loads
from data_sources.history.scope import Scope, floats, instants, times
from data_sources.query import Query
from data_sources.source import Source

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What the period comes to.

    Attributes:
        load: of what is chosen, by interval.
        days: energy of every day there is; of one transformer or meter, its feeder's, since days are summed by feeder.
        days_of: the name of that feeder; empty where they are of what is chosen.
        quality: reads received and estimated in the period; None of one transformer or meter.
    """

    load: pa.Table
    days: pa.Table
    days_of: str
    quality: dict[str, int] | None


def facts_of(source: Source, ground: Ground) -> Facts:
    """What a period comes to; runs in a worker."""
    load = loads.load(source, ground.subject, *ground.period, resolution="15min", time_zone=ground.time_zone)
    place = place_of(source, ground)
    if place is not None:
        return Facts(load, source.fetch(_days_query(place.scope)), place.feeder_name, None)
    days, quality = (source.fetch(query) for query in facts_queries(ground))
    return Facts(load, days, "", next(iter(quality.to_pylist()), None))


def facts_queries(ground: Ground) -> list[Query]:
    """Days and read quality come from sums by feeder; one transformer or meter has none of its own."""
    subject = ground.subject
    if not isinstance(subject, Scope):
        return []
    days = {"first_day": ground.first_day, "end_day": ground.end_day}
    return [_days_query(subject), Query.of("ami_read_quality", **subject.binds, **days)]


def _days_query(scope: Scope) -> Query:
    return Query.of("ami_energy_by_day", **scope.binds)


def days_of(load: pa.Table, time_zone: str) -> pa.Table:
    """What each local day of a period comes to, newest first.

    Args:
        load: rows of `history.loads.load` by interval.
        time_zone: IANA name of the utility's clock.

    Returns:
        reading_day, energy_delivered_kwh, peak_kw (mean of an interval), peak_at (UTC), load_factor; a day without a
        read is left out.
    """
    at, kw, energy = instants(load["start_at"]), floats(load["mean_kw"]), floats(load["energy_delivered_kwh"])
    known = np.flatnonzero(np.isfinite(kw))
    at, kw, energy = at[known], kw[known], energy[known]
    days, first = np.unique(local_seconds(at, time_zone) // DAY_S, return_index=True)
    ends = [*first[1:], len(at)] if len(at) else []
    peaks = [begin + int(np.argmax(kw[begin:end])) for begin, end in zip(first, ends, strict=True)]
    means = np.array([kw[begin:end].mean() for begin, end in zip(first, ends, strict=True)])
    peak = kw[peaks]
    with np.errstate(invalid="ignore", divide="ignore"):
        factor = np.where(peak > 0, means / peak, np.nan)
    found = {
        "reading_day": pa.array(days.astype("datetime64[D]")), "peak_kw": peak, "peak_at": times(at[peaks]),
        "energy_delivered_kwh": np.array([np.nansum(energy[i:end]) for i, end in zip(first, ends, strict=True)]),
        "load_factor": pa.array(factor, from_pandas=True),
    }  # fmt: skip
    return pa.table(found).sort_by([("reading_day", "descending")])


def figures_of(facts: Facts, ground: Ground) -> list[Figure]:
    """What the period comes to: energy, peak, load factor, power factor, exports, estimates."""
    load = facts.load
    kw = floats(load["mean_kw"])
    delivered, received = (float(np.nansum(floats(load[f"energy_{way}_kwh"]))) for way in ("delivered", "received"))
    if not np.isfinite(kw).any():
        labels = ("Energy", "Peak", "Load factor", "Power factor", "Exported", "Estimated")
        return [Figure(label, formats.NOTHING) for label in labels]
    at = instants(load["start_at"])
    peak, mean = float(np.nanmax(kw)), float(np.nanmean(kw))
    factor = float(power_factor(delivered - received, np.nansum(floats(load["reactive_kvarh"]))))
    when = formats.day_and_clock(aware_utc(at[int(np.nanargmax(kw))]), ground.time_zone)
    read = _span_words(floats(load["minutes"])[np.isfinite(kw)], ground)
    quality = facts.quality or {}
    estimated = 100.0 * quality["intervals_estimated"] / max(1, quality["intervals_received"]) if quality else None
    share = f"{formats.percent(100 * received / delivered, 1)} of delivered" if delivered else ""
    return [
        Figure("Energy delivered", *formats.energy_scale(delivered).figure(delivered), read),
        Figure(f"Peak, {mean_of(load)}", *formats.power_scale(peak).figure(peak), when),
        Figure("Load factor", formats.number(mean / peak if peak > 0 else None, 2), "", "mean over peak"),
        Figure("Power factor", formats.number(factor, 3), "", "from sums of kWh and kvarh"),
        Figure("Received from customers", *formats.energy_scale(received).figure(received), share),
        Figure("Estimated reads", formats.number(estimated, 2), "%", "of the reads received"),
    ]  # fmt: skip


def mean_of(load: pa.Table) -> str:
    """What the points of a load are means of: `15-minute mean`, `hourly mean`."""
    minutes = round(load["minutes"][0].as_py()) if load.num_rows else loadshape.QUARTER_MINUTES
    return formats.mean_over(minutes)


def _span_words(minutes: Floats, ground: Ground) -> str:
    """The length of the period; how much of it has readings where that is less, as on a day that has only begun."""
    days = formats.count_of(ground.days, "day")
    read = float(minutes.sum())
    first, end = ground.period
    return days if read >= (end - first).total_seconds() / 60.0 else f"{formats.duration(read)} read, of {days}"
