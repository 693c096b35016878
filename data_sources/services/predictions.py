"""Outages presumed from what customers and meters tell, for every utility; only what is new is read.

Each second one statement asks whether anything is new. Where somebody reports to be out, time changes what is presumed
too (silence weighs more the longer it lasts): then it is looked again every few seconds.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, NamedTuple

from data_sources.postgres.source import PostgresSource
from data_sources.prediction.looks import Looks
from data_sources.prediction.rules import WINDOW, PredictionRules
from data_sources.prediction.watch import Watch
from data_sources.query import Query
from data_sources.services.service import PartlyDone

RESTLESS: Final = dt.timedelta(seconds=5)
OVERLAP: Final = dt.timedelta(seconds=60)  # a transaction that writes messages may take so long
LONGEST_S: Final = 60  # until a utility that fails is tried again: all that is told of it is read anew each time


class _Trouble(NamedTuple):
    """What went wrong with a utility, how many times in a row, and when."""

    error: Exception
    times: int
    at: dt.datetime

    def is_over(self, now: dt.datetime) -> bool:
        """Whether it may be tried again: after 2 s, 4 s, 8 s and so on, at most a minute."""
        return now - self.at >= dt.timedelta(seconds=min(2 ** min(self.times, 6), LONGEST_S))


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
        self._watches: dict[int, tuple[Watch, str, dt.datetime]] = {}
        self._troubles: dict[int, _Trouble] = {}
        self._after = 0
        self._newest: list[tuple[dt.datetime, int]] = []

    def run(self, now: dt.datetime) -> str:
        """Look at every utility of which something is new.

        Raises:
            PartlyDone: what is wrong with the first that cannot be looked at, and what was done for the others: one
                utility holds up no other.
            Exception: the same, where nothing was to be done for any other.
        """
        marks = self._source.fetch(
            Query.of("prediction_marks", after=self._after, since=now - WINDOW)
        ).to_pylist()  # fmt: skip
        done = "; ".join(said for mark in marks if (said := self._tried(mark, now)))
        there = {mark["utility_id"] for mark in marks}
        self._watches = {number: watch for number, watch in self._watches.items() if number in there}
        self._troubles = {number: trouble for number, trouble in self._troubles.items() if number in there}
        if marks:
            self._move_on(marks[0]["newest_message_id"], now)
        if self._troubles:
            raise self._wrong(done, now)
        return done

    def _wrong(self, done: str, now: dt.datetime) -> Exception:
        """What to raise while a utility is in trouble; whence it came is told once."""
        trouble = self._troubles[min(self._troubles)]
        error = trouble.error if trouble.at == now else trouble.error.with_traceback(None)
        return PartlyDone(done, error) if done else error

    def _tried(self, mark: dict[str, Any], now: dt.datetime) -> str:
        """One utility; one that fails is left alone for a while, the longer the more often."""
        utility_id = mark["utility_id"]
        trouble = self._troubles.get(utility_id)
        if trouble is not None and not trouble.is_over(now):
            return ""
        try:
            said = self._look(mark, now)
        except Exception as error:
            error.add_note(f"While utility {utility_id} was looked at.")
            self._troubles[utility_id] = _Trouble(error, trouble.times + 1 if trouble else 1, now)
            return ""
        self._troubles.pop(utility_id, None)
        return said

    def _look(self, mark: dict[str, Any], now: dt.datetime) -> str:
        """One utility; what was begun of it is forgotten where it fails, and read again from the database."""
        utility_id = mark["utility_id"]
        known = self._watches.pop(utility_id, None)
        if known is None and not mark["is_told"]:
            return ""
        watch, seen, looked_at = known or (Watch(self._source, utility_id), "", now)
        is_new = seen != mark["mark"]
        is_restless = known is not None and (watch.is_restless or self._looks.inside.is_waiting(watch))
        if is_new or (is_restless and now - looked_at >= RESTLESS):
            watch.follow(now, self._after if known else 0)
            said, looked_at = self._looks.look(watch, now), now
        else:
            said = ""
        self._watches[utility_id] = watch, mark["mark"], looked_at
        return said

    def _move_on(self, newest: int, now: dt.datetime) -> None:
        """Messages from before an overlap are all there, and not read again."""
        if not self._newest or self._newest[-1][1] != newest:
            self._newest.append((now, newest))
        while self._newest and now - self._newest[0][0] >= OVERLAP:
            self._after = self._newest.pop(0)[1]
