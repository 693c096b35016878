"""Who stays dark when an outage is over: asked when it is restored, presumed as outages of their own where they are.

Who had supply back says so (power-ups, answers to pings); who does not say so in time, does not answer, or calls again,
speaks for an outage inside the one that was restored (data_sources/analytics/prediction/nested.py). What was found so
stays until its meters say otherwise: the messages of the outage itself are dealt with, and speak for nothing.

Silence speaks only where a word is due: a meter does not notice a loss of supply of seconds, and says nothing when it
is over. So nothing is looked for inside an outage of less than `NOTICED` without a last gasp, nor on the word of meters
that had another outage since, whose power-ups are of that one.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, NamedTuple

import numpy as np

from data_sources.analytics.clock import local_time
from data_sources.analytics.prediction.nested import still_dark
from data_sources.analytics.prediction.predicted import OutagePrediction
from data_sources.analytics.prediction.predictor import HAS_SUPPLY, PING_UNANSWERED
from data_sources.analytics.topology import Ints
from data_sources.commands.command import Command
from data_sources.commands.receipt import Receipt
from data_sources.commands.run import Commands, Order
from data_sources.errors import CommandError
from data_sources.network.protection import chances
from data_sources.outages.life import CancelOutage, ConfirmOutage, PingMeters, ReportOutage
from data_sources.postgres.source import Connection, PostgresSource
from data_sources.prediction import told
from data_sources.prediction.presumed import MeterCounts, PresumedOutage
from data_sources.prediction.rules import OPENINGS, PREDICTION, RATES, PredictionRules
from data_sources.prediction.watch import Watch
from data_sources.query import Query

LOOKED_AFTER: Final = dt.timedelta(minutes=30)  # after its restoration
PATIENCE: Final = dt.timedelta(minutes=2)  # until most power-ups should be there
AGAIN: Final = dt.timedelta(minutes=1)
NOTICED: Final = dt.timedelta(minutes=1)  # a shorter loss of supply than this, meters ride through
ASKED: Final = 20  # meters that are asked when an outage is restored


class _Words(NamedTuple):
    """What the meters below a restored outage said since; rows of meters."""

    below: Ints
    restored: Ints
    unanswered: Ints
    called: Ints

    def counts(self, meters: Ints) -> MeterCounts:
        """Of some of them."""
        restored, unanswered, called = (
            int(np.isin(meters, said).sum()) for said in (self.restored, self.unanswered, self.called)
        )
        silent = len(np.setdiff1d(meters, np.concatenate([self.restored, self.unanswered, self.called])))
        return MeterCounts(len(meters), 0, called, unanswered, silent, restored)


class Inside:
    """Looks after restored outages of all utilities.

    Args:
        source: the live database.
        rules: when evidence is enough.
    """

    def __init__(self, source: PostgresSource, rules: PredictionRules) -> None:
        """Asks nothing yet."""
        self._source, self._rules = source, rules
        self._looked: dict[int, dict[int, dt.datetime]] = {}  # by utility and outage
        self._waiting: set[int] = set()

    def is_waiting(self, watch: Watch) -> bool:
        """Whether an outage of the utility was restored a short time ago."""
        return watch.utility_id in self._waiting

    def look(self, watch: Watch, nested: list[PresumedOutage], now: dt.datetime) -> str:
        """Ask, report, confirm and cancel; in words what was done."""
        query = Query.of(
            "restored_outages", utility_id=watch.utility_id, since=now - LOOKED_AFTER, noticed=NOTICED.total_seconds()
        )
        over = self._source.fetch(query).to_pylist() if watch.has_gasps else []
        (self._waiting.add if over else self._waiting.discard)(watch.utility_id)
        looked = self._looked.get(watch.utility_id, {})
        self._looked[watch.utility_id] = {one["outage_id"]: looked.get(one["outage_id"], now - AGAIN) for one in over}
        noticed = ((row, _out_since(watch, row, over)) for row in over if row["is_noticed"])
        return ", ".join(said for row, since in noticed if (said := self._look_into(watch, row, since, nested, now)))

    def _look_into(
        self, watch: Watch, row: dict[str, Any], out_since: Ints, nested: list[PresumedOutage], now: dt.datetime
    ) -> str:
        node = watch.place(row)
        if node < 0 or not len(watch.tree.meters_below(node)):
            return ""
        if not row["is_asked"] and row["state"] == "restored":
            return self._run([_question(watch, row, node)], now)
        looked = self._looked[watch.utility_id]
        if now - row["restored_at"] < PATIENCE or now - looked[row["outage_id"]] < AGAIN:
            return ""
        looked[row["outage_id"]] = now
        words = self._heard(watch, row, node)
        if not len(np.setdiff1d(words.restored, out_since)):
            return ""  # nobody of them says that power is back after this outage: their silence tells nothing
        left = {one.key: one for one in _still_dark(watch, node, row, words, now)}
        mine = [one for one in nested if one.nested_in == row["outage_id"]]
        return self._settle(watch, row, words, left, mine, now)

    def _settle(
        self, watch: Watch, row: dict[str, Any], words: _Words, left: dict[Any, OutagePrediction],
        mine: list[PresumedOutage], now: dt.datetime,
    ) -> str:  # fmt: skip
        """Report what is new, confirm what is certain, cancel what has supply."""
        there = {one.key: one for one in mine}
        new = [one for key, one in left.items() if key not in there and self._is_free(watch, one)]
        commands: list[Command] = [_report(watch, row, one) for one in new]
        for key, outage in there.items():
            counts = words.counts(watch.meters_of(key)) if key else None
            if key not in left:
                reason = "Its meters say that they have supply."
                commands.append(CancelOutage(outage_id=outage.outage_id, reason=reason))
            elif counts and self._rules.is_enough(
                left[key].probability, counts.unanswered, counts.answering, counts.meters
            ):
                commands.append(ConfirmOutage(outage_id=outage.outage_id))

        def write(connection: Connection, outcomes: list[Receipt | CommandError]) -> None:
            for one, outcome in zip(new, outcomes, strict=False):
                if isinstance(outcome, Receipt):
                    seen = words.counts(watch.meters_of(one.key))
                    why = _reasons(row, seen)
                    told.write(connection, watch.network, outcome.target.id, one, seen, now, now, why)

        return self._run(commands, now, write)

    def _is_free(self, watch: Watch, one: OutagePrediction) -> bool:
        """Whether no lasting outage counts its meters as out."""
        return watch.lasting_of(watch.meters_of(one.key)) is None

    def _heard(self, watch: Watch, row: dict[str, Any], node: int) -> _Words:
        query = Query.of("messages_since", utility_id=watch.utility_id, since=row["restored_at"])
        found = self._source.fetch(query)
        below, kinds = watch.tree.meters_below(node), found["kind"].to_numpy()
        meter_ids = found["meter_id"].to_numpy()
        restored_ms = int(row["restored_at"].timestamp() * 1000)
        called = [one["meter_id"] for one in watch.calls if one["told_ms"] > restored_ms and not one["is_supplied"]]
        parts = (meter_ids[kinds == HAS_SUPPLY], meter_ids[kinds == PING_UNANSWERED], np.array(called, np.int64))
        return _Words(below, *(np.intersect1d(watch.meter_rows(part), below) for part in parts))

    def _run(self, commands: list[Command], now: dt.datetime, beside: Any = None) -> str:
        if not commands:
            return ""
        orders = [Order(command) for command in commands]
        return told.in_words(Commands(self._source).run_all(orders, by=PREDICTION, now=now, beside=beside))


def _out_since(watch: Watch, row: dict[str, Any], over: list[dict[str, Any]]) -> Ints:
    """Rows of the meters that another outage has given something to say since this one was restored."""
    mine = (row["restored_at"], row["outage_id"])
    later = [watch.meters_at(one) for one in over if (one["restored_at"], one["outage_id"]) > mine]
    return np.concatenate([np.empty(0, np.int64), *later])


def _question(watch: Watch, row: dict[str, Any], node: int) -> PingMeters:
    """Meters spread over who is below, by the order of the tree: over its branches."""
    meters = watch.tree.meters_below(node)
    places = np.unique(np.linspace(0, len(meters) - 1, ASKED).astype(np.int64))
    ids = watch.network.rows.meters.ids[meters[places]].tolist()
    return PingMeters(outage_id=row["outage_id"], meter_ids=tuple(ids))


def _still_dark(
    watch: Watch, node: int, row: dict[str, Any], words: _Words, now: dt.datetime
) -> list[OutagePrediction]:
    return still_dark(
        watch.tree, chances(watch.network, watch.tree, OPENINGS), RATES, node,
        int(row["restored_at"].timestamp() * 1000), int(now.timestamp() * 1000), words.restored, words.called,
        words.unanswered, OPENINGS.chance("service"),
    )  # fmt: skip


def _report(watch: Watch, row: dict[str, Any], one: OutagePrediction) -> ReportOutage:
    place = told.place_of(watch.network, one.key)
    return ReportOutage(
        utility_id=watch.utility_id, is_confirmed=False, started_at=row["restored_at"], split_from=row["outage_id"],
        **place,
    )  # fmt: skip


def _reasons(row: dict[str, Any], seen: MeterCounts) -> list[str]:
    restored = local_time(row["restored_at"], row["time_zone"])
    at = f"{restored:%H:%M} {restored.tzname()}"
    dark = seen.meters - seen.answering
    said = [f"Since outage {row['outage_id']} was restored at {at}, {dark} of {seen.meters} meters have not said that "
            "power is back."]  # fmt: skip
    if seen.unanswered:
        said.append(f"{seen.unanswered} of them did not answer a ping.")
    if seen.calls:
        said.append(f"{seen.calls} of their customers have called since.")
    return said
