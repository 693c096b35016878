"""Alarms of every utility, judged wherever something that they watch has changed, and as delays and ages go on."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Hashable
from typing import Final

from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.field.alarms.points import STATEMENTS, Versions
from data_sources.field.alarms.rules import SetUpAlarmRules
from data_sources.field.alarms.watch import ENGINE, AlarmWatch
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.services.service import PartlyDone
from data_sources.statements import statement

AT_LEAST: Final = dt.timedelta(seconds=10)  # ages of data and shelves go on without any change
BY_ENGINE: Final = Principal(ENGINE, "supervisor", is_person=False)
_STATEMENTS: Final = (*STATEMENTS.values(), "alarm_outages", "alarm_assessed", "alarm_rules")
FOLLOWED: Final = tuple(dict.fromkeys(topic for name in _STATEMENTS for topic in statement(name).topics))


class Alarms:
    """Looks at each utility when something is new; makes the default rules for one that never had any.

    Args:
        source: the live database.
        versions: of topics, as a feed counts them; without one everything counts as new at each look.
    """

    name = "alarms"
    lock = "alarms"
    every_s = 2.0

    def __init__(self, source: PostgresSource, versions: Versions | None = None) -> None:
        """Touches nothing."""
        counter = itertools.count()
        self._source = source
        self._versions: Versions = versions or (lambda *_topics: next(counter))
        self._watches: dict[int, AlarmWatch] = {}
        self._seen: dict[int, tuple[Hashable, dt.datetime]] = {}

    def run(self, now: dt.datetime) -> str:
        """Look where it is due.

        Raises:
            PartlyDone: what is wrong with the first utility that cannot be looked at, and what was done for the others.
            Exception: the same, where nothing was to be done for any other.
        """
        version = self._versions(*FOLLOWED)
        if all(not self._is_due(utility_id, version, now) for utility_id in self._seen) and self._seen:
            return ""
        utilities = self._source.fetch(Query.of("alarm_utilities")).to_pylist()
        there = {row["utility_id"] for row in utilities}
        self._watches = {number: watch for number, watch in self._watches.items() if number in there}
        self._seen = {number: seen for number, seen in self._seen.items() if number in there}
        done, wrong = [], []
        for row in utilities:
            try:
                done.append(self._look(row["utility_id"], row["has_rules"], version, now))
            except Exception as error:
                error.add_note(f"While utility {row['utility_id']} was looked at.")
                self._watches.pop(row["utility_id"], None)
                wrong.append(error)
        said = "; ".join(one for one in done if one)
        if wrong:
            raise PartlyDone(said, wrong[0]) if said else wrong[0]
        return said

    def _look(self, utility_id: int, has_rules: bool, version: Hashable, now: dt.datetime) -> str:
        if not self._is_due(utility_id, version, now):
            return ""
        self._seen[utility_id] = version, now
        if not has_rules:
            Commands(self._source).run(SetUpAlarmRules(utility_id=utility_id), by=BY_ENGINE)
        watch = self._watches.setdefault(utility_id, AlarmWatch(self._source, utility_id, self._versions))
        return watch.look(now)

    def _is_due(self, utility_id: int, version: Hashable, now: dt.datetime) -> bool:
        watch, seen = self._watches.get(utility_id), self._seen.get(utility_id)
        if watch is None or seen is None or seen[0] != version:
            return True
        return watch.is_waiting or abs(now - seen[1]) >= AT_LEAST
