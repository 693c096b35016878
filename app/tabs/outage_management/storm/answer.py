"""StormDesk: the present picture of a storm, worked out in a worker once for all sessions, in step with the rows."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import param
import pyarrow as pa

from app.follow import Follow, FollowStatus
from app.shared import once
from app.tabs.outage_management.view import OutageView
from data_sources.network.graph import Network
from data_sources.query import Query
from data_sources.source import Source
from data_sources.studies.storm.past import PastStorm, past_storms
from data_sources.studies.storm.picture import (
    QUERIES,
    StormPicture,
    StormTables,
    declared,
    storm_picture,
    storm_tables,
)

LEAST_AGE_S: Final = 2.0  # crews move all the time: not worked out anew more often for that
PAST_LEAST_AGE_S: Final = 60.0
STEP: Final = dt.timedelta(seconds=1)  # sessions that ask within it share one answer


class StormDesk(param.Parameterized):
    """What the parts of the view show; they watch it.

    Args:
        view: gives the utility and the workers.
    """

    picture: Any = param.ClassSelector(
        class_=StormPicture, default=None, allow_None=True, doc="As it stands; None before the first answer."
    )
    status = param.ClassSelector(class_=FollowStatus, default=FollowStatus(), doc="Where it stands.")
    past: Any = param.List(default=None, allow_None=True, item_type=PastStorm, doc="Storms that are over.")
    past_status = param.ClassSelector(class_=FollowStatus, default=FollowStatus(), doc="Where that stands.")

    def __init__(self, view: OutageView) -> None:
        """Follows from now on."""
        super().__init__()
        self._view = view
        self._present = Follow(
            view, self._wish, present, lambda _wish, found: self.param.update(picture=found),
            lambda status: self.param.update(status=status), source="live", least_age_s=LEAST_AGE_S,
        )  # fmt: skip
        self._past = Follow(
            view, self._wish, earlier, lambda _wish, found: self.param.update(past=found),
            lambda status: self.param.update(past_status=status), source="live", least_age_s=PAST_LEAST_AGE_S,
            is_front=lambda: view.own.storm_part == "past",
        )  # fmt: skip
        view.watch(self._forget, view.state, "utility_id")

    @property
    def storm_id(self) -> int | None:
        """Of the storm that is declared."""
        return None if self.picture is None or self.picture.storm is None else int(self.picture.storm["storm_id"])

    @property
    def queries(self) -> list[Query]:
        """The statements behind it."""
        utility_id = self._wish()
        return [] if utility_id is None else [Query.of(name, utility_id=utility_id) for name in QUERIES]

    def retry(self) -> None:
        """Ask again what failed."""
        self._present.retry()
        self._past.retry()

    def _wish(self) -> int | None:
        utility_id: int | None = self._view.state.utility_id
        return utility_id

    def _forget(self) -> None:
        self.param.update(picture=None, past=None)


def present(source: Source, utility_id: int) -> StormPicture:
    """The present picture of a utility; runs in a worker."""
    now = dt.datetime.now(dt.UTC)
    now += -(now - dt.datetime.min.replace(tzinfo=dt.UTC)) % STEP  # rounded up: nothing that happened is left out
    found = storm_tables(source, utility_id, now)
    return _picture(now, found.from_at, found.network, found.interruptions, *found.tables.values())


def earlier(source: Source, utility_id: int) -> list[PastStorm]:
    """Storms of a utility that are over; runs in a worker."""
    return past_storms(source, utility_id, dt.datetime.now(dt.UTC))


@once
def _picture(
    now: dt.datetime, from_at: dt.datetime, network: Network, interruptions: pa.Table, *tables: pa.Table
) -> StormPicture:
    named = dict(zip(QUERIES, tables, strict=True))
    return storm_picture(StormTables(named, interruptions, network, declared(named["storms"]), from_at), now)
