"""AlarmWatch: one utility's alarms, kept in step with what is measured.

A look is a function of what stands in the database, but for the delays that run: these are kept here, and begin anew in
a process that takes the lead, after a pause, and where a rule was changed.

Each step of an alarm writes the value that made it. Between steps values are written once a minute, in one statement a
utility, and of them only those that changed or were last measured five minutes after what is written: looks follow each
measurement, and a load that goes up and down with them would write as often, for nobody.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any, Final

import numpy as np

from data_sources.analytics.alarms.folding import CAUSES, OpenAlarms, fold
from data_sources.analytics.alarms.states import AlarmEvent
from data_sources.field.alarms.judging import AlarmMove, AlarmValue, RuleLook, RuleWatch
from data_sources.field.alarms.points import Ints, PresentPoints, Versions
from data_sources.field.alarms.quantities import FAMILIES, QUANTITIES
from data_sources.field.alarms.rule_rows import AlarmRule
from data_sources.field.alarms.writing import write_moves
from data_sources.postgres.source import Connection, PostgresSource, TransactionSource, execute
from data_sources.query import Query
from data_sources.source import Source

ENGINE: Final = "alarms"  # as whom it writes
LONGEST_PAUSE: Final = dt.timedelta(minutes=2)  # what happened in a longer one nobody saw
TOLD_EVERY: Final = dt.timedelta(minutes=1)  # what a look saw, where it did not change
VALUES_EVERY: Final = dt.timedelta(minutes=1)
SAME_VALUE_EVERY: Final = dt.timedelta(minutes=5)  # one that did not change, so that its time says that it is measured

Looks = dict[int, RuleLook]


class AlarmWatch:
    """Judges all rules of one utility.

    Args:
        source: the live database.
        utility_id: whose.
        versions: of topics, as a feed counts them.
    """

    def __init__(self, source: PostgresSource, utility_id: int, versions: Versions) -> None:
        """Asks nothing yet."""
        self.utility_id = utility_id
        self._source = source
        self._points = PresentPoints(source, utility_id, versions)
        self._watches: dict[int, RuleWatch] = {}
        self._told: dict[int, tuple[tuple[int, int, int], dt.datetime]] = {}
        self._valued_at: dt.datetime | None = None
        self._looked_at: dt.datetime | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether a delay runs, so that time alone may change something."""
        return any(one.is_waiting for one in self._watches.values())

    def look(self, now: dt.datetime) -> str:
        """Judge, write what changed, fold; in words what was done."""
        self._points.pull(now)
        self._follow_rules(now)
        rows = _open(self._source, self.utility_id)
        looks = self._judge(rows, now)
        moves = [move for one in looks.values() for move in one.moves] + _unshelved(rows, looks, now)
        raised, moved = 0, 0
        if moves or any(len(one.raised_ids) for one in looks.values()):
            with self._source.connection() as connection, connection.transaction():
                raised = sum(self._raise(connection, rule_id, one, now) for rule_id, one in looks.items())
                moved = len(write_moves(connection, moves, now, ENGINE))
                self._fold(connection, _open(TransactionSource(connection), self.utility_id))
        elif causes := self._new_causes(rows):
            with self._source.connection() as connection, connection.transaction():
                execute(connection, "fold_alarms", **causes)
        self._write_values(rows, looks, now)
        self._tell(looks, now)
        self._looked_at = now
        return f"raised {raised} and moved {moved} alarms" if raised or moved else ""

    # Judging --------------------------------------------------------------------------------------------------------

    def _follow_rules(self, now: dt.datetime) -> None:
        """Delays go on where neither the rule nor the engine's eye on it was interrupted."""
        found = self._source.fetch(Query.of("alarm_rules", utility_id=self.utility_id)).to_pylist()
        rules = [AlarmRule.of(row) for row in found if row["quantity"] in QUANTITIES]
        is_kept = self._looked_at is not None and dt.timedelta() <= now - self._looked_at <= LONGEST_PAUSE
        known = self._watches if is_kept else {}
        self._watches = {
            rule.rule_id: known[rule.rule_id]
            if rule.rule_id in known and known[rule.rule_id].rule == rule
            else RuleWatch(rule)
            for rule in rules
            if rule.is_enabled
        }

    def _judge(self, rows: list[dict[str, Any]], now: dt.datetime) -> Looks:
        of_rule: dict[int, list[Any]] = defaultdict(list)
        for row in rows:
            of_rule[row["rule_id"]].append(row)
        return {
            rule_id: watch.look(self._points.by_kind[watch.rule.quantity.asset_kind], of_rule[rule_id], now)
            for rule_id, watch in self._watches.items()
        }

    # Writing --------------------------------------------------------------------------------------------------------

    def _raise(self, connection: Connection, rule_id: int, found: RuleLook, now: dt.datetime) -> int:
        if not len(found.raised_ids):
            return 0
        return len(execute(
            connection, "raise_alarms", rule_id=rule_id, asset_kind=self._watches[rule_id].rule.quantity.asset_kind,
            asset_ids=found.raised_ids.tolist(), raised_values=found.raised_values.tolist(),
            measured_s=found.raised_s.tolist(), now=now, stepped_by=ENGINE,
        ).fetchall())  # fmt: skip

    def _write_values(self, rows: list[dict[str, Any]], looks: Looks, now: dt.datetime) -> None:
        """Present values of open alarms, as far as they are due; those that moved have theirs already."""
        if self._valued_at is not None and dt.timedelta() <= now - self._valued_at < VALUES_EVERY:
            return
        self._valued_at = now
        written = {row["alarm_id"]: (row["last_value"], row["last_value_at"].timestamp()) for row in rows}
        moved = {move.alarm_id for one in looks.values() for move in one.moves}
        due = [
            value for one in looks.values() for value in one.values
            if value.alarm_id not in moved and _is_new(value, *written[value.alarm_id])
        ]  # fmt: skip
        if not due:
            return
        ids, values, measured = (list(column) for column in zip(*due, strict=True))
        with self._source.connection() as connection:
            execute(connection, "write_alarm_values", alarm_ids=ids, alarm_values=values, measured_s=measured)

    def _fold(self, connection: Connection, rows: list[dict[str, Any]]) -> None:
        if causes := self._new_causes(rows):
            execute(connection, "fold_alarms", **causes)

    def _new_causes(self, rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
        """The alarms whose cause is another one than is written, and that cause; empty where all are as written."""
        if not rows:
            return {}
        kinds, numbers = fold(self._open_alarms(rows))
        found = [
            (row["alarm_id"], CAUSES[kind], number)
            for row, kind, number in zip(rows, kinds.tolist(), numbers.tolist(), strict=True)
            if (row["cause_kind"] or "", row["cause_id"] if row["cause_id"] is not None else -1)
            != (CAUSES[kind], number)
        ]
        if not found:
            return {}
        ids, names, causes = (list(column) for column in zip(*found, strict=True))
        return {"alarm_ids": ids, "cause_kinds": names, "cause_ids": causes}

    def _open_alarms(self, rows: list[dict[str, Any]]) -> OpenAlarms:
        kinds = np.array([row["asset_kind"] for row in rows])
        ids, feeders, stations = (_column(rows, name) for name in ("asset_id", "feeder_id", "substation_id"))
        families = [QUANTITIES[row["quantity"]].family if row["quantity"] in QUANTITIES else "" for row in rows]
        outages = np.full(len(rows), -1, np.int64)
        is_of_supply = np.array([one in ("load", "voltage", "supply") for one in families])
        for kind in ("transformer", "feeder"):
            here = (kinds == kind) & is_of_supply
            outages[here] = self._points.outages_of(kind, ids[here])
        codes = np.array([FAMILIES.index(one) if one in FAMILIES else -1 for one in families], np.int64)
        return OpenAlarms(codes, outages, stations, feeders, kinds == "feeder", kinds == "substation")

    def _tell(self, looks: Looks, now: dt.datetime) -> None:
        """What the rules see, where it changed or was not told for a while."""
        due = {}
        for rule_id, one in looks.items():
            seen = (one.points, one.unknown, one.suppressed)
            told = self._told.get(rule_id)
            if told is None or told[0][:2] != seen[:2] or now - told[1] >= TOLD_EVERY:
                due[rule_id] = seen
        if not due:
            return
        with self._source.connection() as connection:
            for rule_id, (points, unknown, suppressed) in due.items():
                execute(
                    connection, "write_alarm_look", rule_id=rule_id, now=now, points=points, unknown=unknown,
                    suppressed=suppressed,
                )  # fmt: skip
        self._told |= {rule_id: (seen, now) for rule_id, seen in due.items()}


def _open(source: Source, utility_id: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = source.fetch(Query.of("open_alarm_points", utility_id=utility_id)).to_pylist()
    return found


def _is_new(present: AlarmValue, written: float, written_s: float) -> bool:
    later_s = present.measured_s - written_s
    return later_s >= SAME_VALUE_EVERY.total_seconds() or (present.value != written and later_s > 0)


def _column(rows: list[dict[str, Any]], name: str) -> Ints:
    return np.array([-1 if row[name] is None else row[name] for row in rows], np.int64)


def _unshelved(rows: list[dict[str, Any]], looks: Looks, now: dt.datetime) -> list[AlarmMove]:
    """Shelves whose time is over; one whose condition changes at this very look is released at the next."""
    moving = {move.alarm_id for one in looks.values() for move in one.moves}
    return [
        AlarmMove(row["alarm_id"], AlarmEvent.RELEASE_NORMAL, row["is_in_alarm"])
        for row in rows
        if row["state"] == "shelved" and row["held_until"] <= now and row["alarm_id"] not in moving
    ]
