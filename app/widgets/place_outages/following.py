"""PlaceOutages: keeps what is on record of a place's outages in step with both sources, off the event loop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Protocol

import pyarrow as pa

from app import formats
from app.follow import Follow, FollowHost, FollowStatus
from app.live import SourceKind
from app.state import AppState
from data_sources.history.place_outages import OutagePlace, PlaceRecord, last_whole, live_query, place_record
from data_sources.query import Query
from data_sources.source import Source, Sources


class PlaceHost(FollowHost, Protocol):
    """Who it works for: a tab or a view."""

    state: AppState

    def live(
        self, make_query: Callable[[], Query | None], show: Callable[[Any], None], *, source: SourceKind | None = None
    ) -> Any:
        """Call `show(rows)` now and whenever the rows change."""
        ...


@dataclass(frozen=True, slots=True)
class PlaceWish:
    """Whose outages, as of when.

    Attributes:
        place: whose.
        time_zone: IANA name of the utility's clock.
        as_of: aware, whole five minutes.
        live: what PostgreSQL has of it by now: the record is asked for again where it changes.
    """

    place: OutagePlace
    time_zone: str
    as_of: dt.datetime
    live: Hashable


class PlaceOutages:
    """Follows the outages of the place that is wanted.

    Args:
        host: whose sources and workers are used.
        get_place: the place wanted now; None for none. Quick; asks nobody.
        show: takes place and record, in the session's document.
        tell: takes where the answer stands.
    """

    def __init__(
        self, host: PlaceHost, get_place: Callable[[], OutagePlace | None],
        show: Callable[[OutagePlace, PlaceRecord], None], tell: Callable[[FollowStatus], None] = lambda _status: None,
    ) -> None:  # fmt: skip
        """Looks from now on."""
        self._host, self._get_place, self._show = host, get_place, show
        self._live: tuple[OutagePlace | None, Hashable] = (None, None)
        host.live(self._live_query, self._take_live)
        has_history = host.sources.history is not None
        self._follow = Follow(
            host, self._wish, self._fetch, lambda wish, record: self._show(wish.place, record), tell,
            source="history" if has_history else "live",
        )  # fmt: skip

    def retry(self) -> None:
        """Ask again what failed."""
        self._follow.retry()

    def _zone(self) -> str:
        return formats.zone(self._host.state.time_zone).key

    def _live_query(self) -> Query | None:
        place = self._get_place()
        return None if place is None else live_query(place, self._zone(), last_whole(dt.datetime.now(dt.UTC)))

    def _take_live(self, rows: pa.Table) -> None:
        told = ("outage_id", "state", "restored_at", "customers_out", "estimated_restoration_at")
        self._live = self._get_place(), tuple(tuple(rows[name].to_pylist()) for name in told)

    def _wish(self) -> PlaceWish | None:
        place = self._get_place()
        if place is None or self._live[0] != place:
            return None
        return PlaceWish(place, self._zone(), last_whole(dt.datetime.now(dt.UTC)), self._live[1])

    def _fetch(self, source: Source, wish: PlaceWish) -> PlaceRecord:
        """In a worker; what is asked of the history can be let go of."""
        both = Sources(source) if self._host.sources.history is None else Sources(self._host.sources.live, source)
        return place_record(both, wish.place, wish.time_zone, wish.as_of)
