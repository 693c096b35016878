"""One look at one utility: what is presumed against what stands in the database, and the commands between the two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from data_sources.analytics.prediction.predicted import OutagePrediction, PredictionKey
from data_sources.commands.command import Command
from data_sources.commands.receipt import Receipt
from data_sources.commands.run import Commands, Order
from data_sources.errors import CommandError, Conflict
from data_sources.outages.calls import AttachCall
from data_sources.outages.life import (
    CancelOutage,
    ConfirmOutage,
    MergeOutage,
    MovePrediction,
    PingMeters,
    ReportOutage,
)
from data_sources.postgres.source import Connection, PostgresSource
from data_sources.prediction import told
from data_sources.prediction.asking import AGAIN, to_ask
from data_sources.prediction.decide import Step, steps
from data_sources.prediction.inside import Inside
from data_sources.prediction.presumed import MeterCounts, PresumedOutage, counts, left_over
from data_sources.prediction.rules import PREDICTION, WINDOW, PredictionRules
from data_sources.prediction.watch import Watch
from data_sources.query import Query

AT_ONCE = 100  # commands of one look, those of most messages first: nobody waits long for a transaction of a storm's
ASKED_AT_ONCE = 10  # presumed outages that are asked about in one look
REFUSED_S = 60.0  # until what was refused is asked for again


class _Entry(NamedTuple):
    """An order, and the prediction that it puts in its place."""

    order: Order
    step: Step | None


class Looks:
    """Carries out what looks find; keeps nothing that is not in the database, but what was refused a moment ago.

    Args:
        source: the live database.
        rules: when evidence is enough.

    Attributes:
        inside: looks after who stays dark when an outage is over.
    """

    def __init__(self, source: PostgresSource, rules: PredictionRules) -> None:
        """Asks nothing yet."""
        self._source, self._rules = source, rules
        self._refused: dict[str, dt.datetime] = {}
        self.inside = Inside(source, rules)

    def look(self, watch: Watch, now: dt.datetime) -> str:
        """Do what is due; in words what was done."""
        presumed = self._presumed(watch)
        nested = [one for one in presumed if one.nested_in is not None and not one.is_held]
        presumed = [one for one in presumed if one not in nested]
        standing = [*nested, *(one for one in presumed if one.is_held)]
        said = self.inside.look(watch, nested, now)
        found = {one.key: one for one in left_over(watch.unexplained(now), standing, watch.common_place)}
        return ", ".join(part for part in (said, self._as_found(watch, found, presumed, now)) if part)

    def _as_found(
        self, watch: Watch, found: dict[PredictionKey, OutagePrediction], presumed: list[PresumedOutage],
        now: dt.datetime,
    ) -> str:  # fmt: skip
        """Bring the presumed outages to what was found."""
        if not found and not presumed and not watch.calls:
            return ""
        todo = steps(list(found.values()), presumed)
        wanted = [one for one in self._entries(watch, todo, found, now) if not self._is_refused(one, now)]
        entries = wanted[:AT_ONCE]
        entries += self._questions(watch, todo, found, now)
        entries += [one for one in _attached(watch, todo, found) if not self._is_refused(one, now)]
        writes = [step for step in todo if step.do == "keep" and self._is_news(watch, step, found)]
        if not entries and not writes:
            return ""

        def beside(connection: Connection, outcomes: list[Receipt | CommandError]) -> None:
            for entry, outcome in zip(entries, outcomes, strict=True):
                if isinstance(outcome, Receipt) and entry.step and entry.step.key:
                    self._write(connection, watch, outcome.target.id, entry.step, found, now)
            for step in writes:
                assert step.outage
                self._write(connection, watch, step.outage.outage_id, step, found, now)

        orders = [entry.order for entry in entries]
        outcomes = Commands(self._source).run_all(orders, by=PREDICTION, now=now, beside=beside)
        self._remember(orders, outcomes, now)
        return told.in_words(outcomes)

    def _presumed(self, watch: Watch) -> list[PresumedOutage]:
        query = Query.of("unconfirmed_outages", utility_id=watch.utility_id, rule=PREDICTION.name)
        found = []
        for row in self._source.fetch(query).to_pylist():
            meters = watch.meters_at(row)
            is_nested = row["nested_in"] is not None and not row["is_held"]
            callers = meters if is_nested else meters[watch.predictor.has_message(meters)]
            found.append(PresumedOutage.of(row, watch.key_of(row), callers))
        return found

    # What is done ---------------------------------------------------------------------------------------------------

    def _entries(
        self, watch: Watch, todo: list[Step], found: dict[PredictionKey, OutagePrediction], now: dt.datetime
    ) -> Iterator[_Entry]:
        for step in todo:
            command = self._command(watch, step, found, now)
            if command is not None:
                version = step.outage.version if step.outage else None
                yield _Entry(Order(command, version), step if step.do in ("report", "move") else None)

    def _command(
        self, watch: Watch, step: Step, found: dict[PredictionKey, OutagePrediction], now: dt.datetime
    ) -> Command | None:
        if step.key is not None and step.outage is None:
            place = told.place_of(watch.network, step.key)
            began = told.began_at(found[step.key], now)
            started_at = min(max(began, now - WINDOW), now)  # a clock that is wrong says any time
            return ReportOutage(utility_id=watch.utility_id, is_confirmed=False, started_at=started_at, **place)
        assert step.outage
        number = step.outage.outage_id
        if step.do == "move" and step.key:
            return MovePrediction(outage_id=number, **told.place_of(watch.network, step.key))
        if step.do == "merge" and step.into:
            return MergeOutage(outage_id=number, into_id=step.into.outage_id)
        if step.do == "cancel":
            return _ended(watch, step.outage)
        return self._confirmed(watch, step, found)

    def _confirmed(
        self, watch: Watch, step: Step, found: dict[PredictionKey, OutagePrediction]
    ) -> ConfirmOutage | None:
        assert step.outage
        assert step.key
        if step.outage.is_held:
            return None
        seen = self._counts(watch, step.key)
        is_enough = self._rules.is_enough(found[step.key].probability, seen.unanswered, seen.answering, seen.meters)
        return ConfirmOutage(outage_id=step.outage.outage_id) if is_enough else None

    def _questions(
        self, watch: Watch, todo: list[Step], found: dict[PredictionKey, OutagePrediction], now: dt.datetime
    ) -> list[_Entry]:
        """Pings about outages of which no question is open."""
        kept = [step for step in todo if step.do == "keep" and step.outage and not step.outage.is_held]
        if not kept:
            return []
        recent = self._source.fetch(
            Query.of("recent_pings", utility_id=watch.utility_id, since=now - AGAIN)
        ).to_pylist()
        waiting = {row["outage_id"] for row in recent if row["is_open"]}
        asked = set(watch.meter_rows([row["meter_id"] for row in recent]).tolist())
        entries: list[_Entry] = []
        for step in kept:
            assert step.outage
            assert step.key
            if step.outage.outage_id in waiting or len(entries) >= ASKED_AT_ONCE:
                continue
            rows = to_ask(watch.predictor, found[step.key], self._rules, asked, int(now.timestamp() * 1000))
            if rows:
                ids = tuple(int(one) for one in watch.network.rows.meters.ids[rows])
                entries.append(_Entry(Order(PingMeters(outage_id=step.outage.outage_id, meter_ids=ids)), None))
                asked.update(rows)
        return entries

    # What is written ------------------------------------------------------------------------------------------------

    def _counts(self, watch: Watch, key: PredictionKey) -> MeterCounts:
        return counts(watch.predictor.times[watch.meters_of(key)])

    def _is_news(self, watch: Watch, step: Step, found: dict[PredictionKey, OutagePrediction]) -> bool:
        assert step.outage
        assert step.key
        seen, one = self._counts(watch, step.key), found[step.key]
        now = (told.rounded(one), seen.last_gasps, seen.calls, seen.silent, seen.answering)
        return step.outage.written != now

    def _write(
        self, connection: Connection, watch: Watch, outage_id: int, step: Step,
        found: dict[PredictionKey, OutagePrediction], now: dt.datetime,
    ) -> None:  # fmt: skip
        assert step.key
        is_same = step.do == "keep" and step.outage is not None and step.outage.found_at is not None
        found_at = step.outage.found_at if is_same and step.outage else now
        told.write(
            connection, watch.network, outage_id, found[step.key], self._counts(watch, step.key), found_at or now, now
        )

    # What was refused -----------------------------------------------------------------------------------------------

    def _is_refused(self, entry: _Entry, now: dt.datetime) -> bool:
        self._refused = {key: until for key, until in self._refused.items() if until > now}
        return _name(entry.order) in self._refused

    def _remember(self, orders: list[Order], outcomes: list[Receipt | CommandError], now: dt.datetime) -> None:
        """What was refused is not asked for again at each look; what was changed meanwhile is looked at anew."""
        for order, outcome in zip(orders, outcomes, strict=True):
            if isinstance(outcome, CommandError) and not isinstance(outcome, Conflict):
                self._refused[_name(order)] = now + dt.timedelta(seconds=REFUSED_S)


def _attached(watch: Watch, todo: list[Step], found: dict[PredictionKey, OutagePrediction]) -> Iterator[_Entry]:
    """Calls that no standing outage has yet, put to the one that explains them; one takes its meter's others along."""
    kept = [(step.outage.outage_id, found[step.key].callers) for step in todo if step.outage and step.key]
    standing = {number for number, _ in kept}.union(one.outage_id for one in watch.state.outages)
    put: set[int] = set()  # meters
    for call in watch.calls:
        is_put = call["outage_id"] in standing or call["meter_id"] in put
        if is_put or call["is_detached"] or call["is_supplied"]:
            continue
        meter = watch.meter_rows([call["meter_id"]])
        number = watch.lasting_of(meter) or next((one for one, callers in kept if meter[0] in callers), None)
        if number is not None:
            put.add(call["meter_id"])
            yield _Entry(Order(AttachCall(call_id=call["call_id"], outage_id=number), call["version"]), None)


def _ended(watch: Watch, outage: PresumedOutage) -> Command:
    """A presumed outage that nothing speaks for any more: a part of a lasting one, or none."""
    meters = watch.meters_of(outage.key) if outage.key else outage.callers
    above = watch.lasting_of(meters)
    if above is not None:
        return MergeOutage(outage_id=outage.outage_id, into_id=above)
    number = int(np.isin(meters, watch.refuted).sum())
    said = f"{number} of the meters that reported {'has' if number == 1 else 'have'} supply."
    return CancelOutage(outage_id=outage.outage_id, reason=said if number else "Nothing speaks for it any more.")


def _name(order: Order) -> str:
    values: dict[str, Any] = order.command.values()
    return f"{order.command.name} {sorted((key, str(value)) for key, value in values.items() if key != 'started_at')}"
