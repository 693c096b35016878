"""What the view of replays asks, and what comes back: the period and its film, once for all sessions. In a worker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from app.record import shared_record
from app.shared import SharedAnswers
from app.tabs.outage_management.replay.state import LARGEST, LAST_7D, LAST_24H, THIS_YEAR
from data_sources.analytics.clock import aware_utc, local_day, midnight_utc
from data_sources.analytics.reliability.interruptions import Floats, Ints
from data_sources.analytics.replay.curve import RestorationCurve, binned_between, restoration_curve
from data_sources.analytics.replay.frames import frame_times
from data_sources.errors import FluxError
from data_sources.history.largest_day import LargestDay, largest_day
from data_sources.history.reliability import Scope
from data_sources.history.replays import ReplayRecord, replay_record
from data_sources.query import Query
from data_sources.source import Source, Sources
from layers.replay import OutFilm

MINUTE: Final = dt.timedelta(minutes=1)
SHORT: Final = dt.timedelta(days=2)  # a live period so short grows every minute, a longer one every five
EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MOST_STEPS: Final = 1400  # of the curve as it is drawn: more changes are told by the most of each frame
BESIDES: Final = ("exports", "network")  # topics of what a period is made of besides PostgreSQL's outages
KEPT: Final = 6  # periods; of a year some 60 MB each


Ends = tuple[dt.datetime | None, dt.datetime | None]
Place = tuple[Scope, int | None]
EVERYWHERE: Final[Place] = ("utility", None)


class NoPeriod(FluxError):
    """A period that cannot be replayed; its words say why, and what to do."""


@dataclass(frozen=True, slots=True)
class ReplayWish:
    """What is looked at.

    Attributes:
        utility_id: whose.
        time_zone: of its clock.
        from_at: beginning, aware; None: that of the largest day on record.
        to_at: end, aware.
        as_of: up to when the sources are asked.
        scope: whether the whole utility is replayed, or a part of it.
        scope_id: which one.
    """

    utility_id: int
    time_zone: str
    from_at: dt.datetime | None
    to_at: dt.datetime
    as_of: dt.datetime
    scope: Scope = "utility"
    scope_id: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ReplayAnswer:
    """A period and its film.

    Attributes:
        record: the period.
        film: who is out at each frame.
        curve: exact, customers out over the period.
        customers_out: at each frame, shape (frames,).
        most_out: at once from each frame up to the next one, likewise.
        saidi_minutes: from the beginning up to each frame, likewise.
        is_live: whether the period reaches the present.
    """

    record: ReplayRecord
    film: OutFilm
    curve: RestorationCurve
    customers_out: Ints
    most_out: Ints
    saidi_minutes: Floats
    is_live: bool

    def frame_at(self, at: dt.datetime | None) -> int:
        """The frame of an instant (naive UTC): the last one up to it; of None the end, or when most were out."""
        if at is None:
            return len(self.film.at_ms) - 1 if self.is_live else int(np.argmax(self.customers_out))
        ms = (at.replace(tzinfo=dt.UTC) - EPOCH) // dt.timedelta(milliseconds=1)
        return max(int(np.searchsorted(self.film.at_ms, ms, "right")) - 1, 0)

    @property
    def is_exact(self) -> bool:
        """Whether the curve has so few steps that each of them can be drawn."""
        return len(self.curve.at_ms) <= MOST_STEPS

    @property
    def drawn(self) -> RestorationCurve:
        """The curve as it is drawn: exact, else the most of each frame up to the next, so that every peak is on it."""
        if self.is_exact:
            return self.curve
        return RestorationCurve(self.film.at_ms[:-1], self.most_out[:-1], self.curve.end_ms)

    def instant(self, frame: int) -> dt.datetime:
        """When a frame is, aware."""
        return aware_utc(self.film.at_ms[frame].astype("datetime64[ms]"))


@dataclass(frozen=True, slots=True, eq=False)
class RecordTold:
    """What all years on record tell about a period.

    Attributes:
        first_day: with an outage; None where there is none.
        major_days: major event days, days since 1970.
        largest: the day on which most customers were interrupted.
    """

    first_day: dt.date | None
    major_days: Ints
    largest: LargestDay | None


_periods: SharedAnswers[ReplayAnswer] = SharedAnswers(KEPT)


def wish_of(
    utility_id: int, time_zone: str, period: str, chosen: Ends, now: dt.datetime, place: Place = EVERYWHERE
) -> ReplayWish:
    """What a choice means at a moment.

    Args:
        utility_id: whose.
        time_zone: IANA name of its clock.
        period: of `state.PERIODS`.
        chosen: beginning and end of a period of one's own, naive UTC; it goes before the other.
        now: aware.
        place: whose outages: scope and which one.

    Raises:
        NoPeriod: it is none.
    """
    if chosen != (None, None):
        from_at, to_at = _checked(chosen, now)
        is_live = to_at > now
        as_of = _whole(now, _grain(now - from_at) if is_live else 5 * MINUTE)
        return ReplayWish(utility_id, time_zone, from_at, as_of if is_live else to_at, as_of, *place)
    if period == LARGEST:
        as_of = _whole(now, 5 * MINUTE)
        return ReplayWish(utility_id, time_zone, None, as_of, as_of, *place)
    year = local_day(now, time_zone).year
    lengths = {LAST_24H: dt.timedelta(days=1), LAST_7D: dt.timedelta(days=7)}
    begin = midnight_utc(dt.date(year, 1, 1), time_zone).replace(tzinfo=dt.UTC)
    as_of = _whole(now, _grain(now - begin if period == THIS_YEAR else lengths[period]))
    from_at = begin if period == THIS_YEAR else as_of - lengths[period]
    return ReplayWish(utility_id, time_zone, from_at, as_of, as_of, *place)


def _checked(chosen: Ends, now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    first, end = (None if at is None else at.replace(tzinfo=dt.UTC) for at in chosen)
    if first is None or end is None:
        raise NoPeriod("A period has a beginning and an end: choose both.")
    if first >= end:
        raise NoPeriod("This period ends before it begins: choose an end after its beginning.")
    if first >= _whole(now, MINUTE):
        raise NoPeriod("This period is yet to come: choose one that has begun.")
    return first, end


def answer(owner: Source, sources: Sources, wish: ReplayWish, versions: Hashable = ()) -> ReplayAnswer:
    """The period, read by whoever asks first.

    Args:
        owner: the live source, which tells processes' databases apart.
        sources: what is asked, for as long as somebody waits.
        wish: which period.
        versions: of the topics `BESIDES`, where somebody numbers their changes: what is kept is of these.

    Raises:
        NoPeriod: nothing is on record.
        SourceUnavailable: a source cannot be reached.
    """
    period = _largest(owner, sources, wish) if wish.from_at is None else (wish.from_at, wish.to_at)
    known = wish.as_of if period[1] >= wish.as_of else _state_of(sources.live, wish.utility_id, *period)
    key = (wish.utility_id, wish.time_zone, *period, known, wish.scope, wish.scope_id, versions)
    return _periods.of(owner, key, lambda: _made(sources, wish, *period))


def _state_of(live: Source, utility_id: int, from_at: dt.datetime, to_at: dt.datetime) -> Hashable:
    """What tells that an outage of a closed period was corrected, or taken back, since."""
    query = Query.of("period_state", utility_id=utility_id, from_at=from_at, to_at=to_at)
    return tuple(live.fetch(query).to_pylist()[0].values())


def _largest(owner: Source, sources: Sources, wish: ReplayWish) -> tuple[dt.datetime, dt.datetime]:
    found = told(owner, sources, wish).largest
    if found is None:
        raise NoPeriod(
            "No outage is on record: outages come from the control room, or by `fluxops import outages FILE`."
            if wish.scope == "utility"
            else f"No outage of this {wish.scope} is on record: choose another one, or all of them."
        )
    return found.from_at, min(found.to_at, wish.as_of)


def told(owner: Source, sources: Sources, wish: ReplayWish) -> RecordTold:
    """What the record of all years says."""
    record = shared_record(owner, sources, wish.utility_id, wish.time_zone, wish.as_of)
    first = (EPOCH + dt.timedelta(days=int(record.day.min()))).date() if len(record.day) else None
    return RecordTold(first, np.unique(record.day[record.is_major]), largest_day(record, wish.scope, wish.scope_id))


def _made(sources: Sources, wish: ReplayWish, from_at: dt.datetime, to_at: dt.datetime) -> ReplayAnswer:
    record = replay_record(
        sources, wish.utility_id, wish.time_zone, from_at, to_at, wish.as_of, wish.scope, wish.scope_id
    )
    at_ms, places = frame_times(record.from_ms, record.to_ms), record.places
    film = OutFilm(record.replay, at_ms, record.planned, places.outage, places.lon, places.lat)
    curve = restoration_curve(record.replay, record.from_ms, record.to_ms)
    out = record.replay.customers_out(at_ms)
    most = np.append(binned_between(curve, at_ms).most, out[-1])
    return ReplayAnswer(record, film, curve, out, most, record.saidi_minutes(at_ms), to_at >= wish.as_of)


def with_major_days(outages: pa.Table, found: RecordTold | None) -> pa.Table:
    """The table of outages with which of them began on a major event day; nobody knows before the record is read."""
    days = outages["day"].to_numpy()
    is_major = np.zeros(len(days), np.bool_) if found is None else np.isin(days, found.major_days)
    return outages.append_column("is_major", pa.array(is_major))


def _grain(length: dt.timedelta) -> dt.timedelta:
    return MINUTE if length <= SHORT else 5 * MINUTE


def _whole(now: dt.datetime, step: dt.timedelta) -> dt.datetime:
    return now - (now - EPOCH) % step
