"""Outages presumed from what customers and meters tell, for every utility; only what is new is read.

Each second one statement asks whether anything is new. Where somebody reports to be out, time changes what is presumed
too (silence weighs more the longer it lasts): then it is looked again every few seconds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from typing import Any, Final

from data_sources.postgres.source import PostgresSource
from data_sources.prediction.looks import Looks
from data_sources.prediction.rules import WINDOW, PredictionRules
from data_sources.prediction.watch import Watch
from data_sources.query import Query

RESTLESS: Final = dt.timedelta(seconds=5)
OVERLAP: Final = dt.timedelta(seconds=60)  # a transaction that writes messages may take so long


class Predictions:
    """Reports, moves, asks about, confirms and cancels presumed outages, by commands alone.

    Args:
        source: the live database.
        rules: when evidence is enough.
    """

    name = "predicted outages"
    lock = "prediction"
    every_s = 1.0

    def __init__(self, source: PostgresSource, rules: PredictionRules) -> None:
        """Touches nothing."""
        self._source = source
        self._looks = Looks(source, rules)
        self._watches: dict[int, tuple[Watch, Hashable, dt.datetime]] = {}
        self._after = 0
        self._newest: list[tuple[dt.datetime, int]] = []

    def run(self, now: dt.datetime) -> str:
        """Look at every utility of which something is new.

        Raises:
            Exception: what went wrong first, once all others were looked at: one utility holds up no other.
        """
        marks = self._source.fetch(
            Query.of("prediction_marks", after=self._after, since=now - WINDOW)
        ).to_pylist()  # fmt: skip
        done, wrong = [], []
        for mark in marks:
            try:
                if said := self._look(mark, now):
                    done.append(said)
            except Exception as error:
                error.add_note(f"While utility {mark['utility_id']} was looked at.")
                wrong.append(error)
        self._watches = {mark["utility_id"]: self._watches[mark["utility_id"]] for mark in marks
                         if mark["utility_id"] in self._watches}  # fmt: skip
        if marks:
            self._move_on(marks[0]["newest_message_id"], now)
        if wrong:
            raise wrong[0]
        return "; ".join(done)

    def _look(self, mark: dict[str, Any], now: dt.datetime) -> str:
        """One utility; what was begun of it is forgotten where it fails, and read again from the database."""
        utility_id = mark["utility_id"]
        known = self._watches.pop(utility_id, None)
        if known is None and not mark["is_told"]:
            return ""
        watch, seen, looked_at = known or (Watch(self._source, utility_id), None, now)
        is_new = seen != self._seen(mark)
        is_restless = known is not None and (watch.is_restless or self._looks.inside.is_waiting(watch))
        if is_new or (is_restless and now - looked_at >= RESTLESS):
            watch.follow(now, self._after if known else 0)
            said, looked_at = self._looks.look(watch, now), now
        else:
            said = ""
        self._watches[utility_id] = watch, self._seen(mark), looked_at
        return said

    def _seen(self, mark: dict[str, Any]) -> Hashable:
        return (mark["newest_message_id"], mark["messages"], mark["mark"], self._after)

    def _move_on(self, newest: int, now: dt.datetime) -> None:
        """Messages from before an overlap are all there, and not read again."""
        if not self._newest or self._newest[-1][1] != newest:
            self._newest.append((now, newest))
        while self._newest and now - self._newest[0][0] >= OVERLAP:
            self._after = self._newest.pop(0)[1]
