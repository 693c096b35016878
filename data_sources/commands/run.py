"""Commands are run one way: locked, compared, applied, counted and audited in one transaction, or not at all.

Locks are taken in one order (keys, utilities that are switched, then `LOCK_ORDER`, each kind by number; the order of an
outage by whoever has locked the outage), so that two transactions do not wait for each other; where they do all the
same, as with another system's, the one that the database ends is tried again.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import psycopg

from data_sources.commands.audit import conflict, earlier, write_done, write_lost
from data_sources.commands.command import Command, Target, TargetKind
from data_sources.commands.missing import missing
from data_sources.commands.principal import Principal
from data_sources.commands.receipt import Receipt
from data_sources.commands.versions import LockedVersions, MovedVersion
from data_sources.commands.work import CommandWork, Row, rows_of
from data_sources.errors import CommandError, CommandRefused, Conflict, Forbidden, NoSuchTarget, SourceUnavailable
from data_sources.postgres.source import Connection, PostgresSource, execute

ATTEMPTS: Final = 8
LOCK_ORDER: Final[tuple[TargetKind, ...]] = (
    "storm", "assessment", "device", "outage", "crew", "work_order", "call", "alarm_rule", "alarm", "shift", "note",
    "conversation",
)  # fmt: skip
SWITCHING: Final = 0x53574954  # "SWIT": keeps this lock apart from those of other users of the database

Beside = Callable[[Connection, "list[Receipt | CommandError]"], None]


@dataclass(frozen=True, slots=True)
class Order:
    """A command to be run.

    Attributes:
        command: what.
        expected_version: of its target, as it was seen; None where it does not matter.
        key: the caller's own; the same key never does a thing twice.
    """

    command: Command
    expected_version: int | None = None
    key: str | None = None


class OwnSteps:
    """From which version to which somebody's own commands led, so that a version seen before them can be followed.

    Args:
        most: so many of the latest are known.
    """

    def __init__(self, most: int = 20_000) -> None:
        """No step was taken."""
        self._most = most
        self._after: dict[tuple[str, int, int], int] = {}  # by kind, number and version of what was changed

    def __len__(self) -> int:
        """How many are known."""
        return len(self._after)

    def take(self, moved: Iterable[MovedVersion]) -> None:
        """Know some more."""
        self._after |= {(kind, number, before): after for kind, number, before, after in moved}
        while len(self._after) > self._most:
            del self._after[next(iter(self._after))]

    def follow(self, order: Order) -> Order:
        """The order over the version that its target is at by these steps, where they lead from the one expected."""
        version = order.expected_version
        while version is not None and (own := self._after.get((*order.command.target, version))) is not None:
            version = own
        return replace(order, expected_version=version)


class _Moved(Exception):
    """A call was put to another outage, or an order to another crew, after it was looked up and before it was locked.

    Its locks are taken anew: going on would lock that outage after the call, against the order of all others.
    """


class Commands:
    """Runs commands against one live database. Thread-safe.

    Args:
        source: the database.
    """

    def __init__(self, source: PostgresSource) -> None:
        """Asks nothing yet."""
        self._source = source

    def run(
        self, command: Command, *, by: Principal, expected_version: int | None = None, key: str | None = None
    ) -> Receipt:
        """Run one command.

        Args:
            command: what.
            by: who.
            expected_version: of its target, as the caller saw it; None where it does not matter.
            key: the caller's own; with the same key, principal and command the same receipt comes back.

        Raises:
            Forbidden: the role may not.
            Conflict: the target was changed since; says by whom, when and what.
            CommandRefused: it cannot be done as things are, or there is no such target; says why.
            SourceUnavailable: the database cannot be reached; whether it was done is unknown, so ask again by key.
        """
        (outcome,) = self.run_all([Order(command, expected_version, key)], by=by)
        if isinstance(outcome, CommandError):
            raise outcome
        return outcome

    def run_all(
        self, orders: Sequence[Order], *, by: Principal, now: dt.datetime | None = None, beside: Beside | None = None,
        is_followed: bool = False,
    ) -> list[Receipt | CommandError]:  # fmt: skip
        """Run several in one transaction, each done or lost by itself; what is lost is audited too.

        Args:
            orders: in the order in which they are run.
            by: who.
            now: when; the present moment by default.
            beside: writes of the caller's own that must stand or fall with them.
            is_followed: a version that one expects was seen before them all, so that the ones before it in the row
                make it not late.

        Raises:
            SourceUnavailable: the database cannot be reached.
        """
        with self._source.connection() as connection:
            for attempt in range(ATTEMPTS):
                try:
                    with connection.transaction():
                        at = _Transaction(connection, by, now or dt.datetime.now(dt.UTC))
                        outcomes = _run_all(at, orders, is_followed=is_followed)
                        if beside is not None:
                            beside(connection, outcomes)
                    return outcomes
                except _Moved:
                    continue
                except (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected):
                    time.sleep(random.uniform(0.01, 0.05) * (attempt + 1))
        raise SourceUnavailable(f"{self._source.label} is too busy with changes of the same things; try again.")


def run_within(work: CommandWork, command: Command) -> Receipt:
    """Run a command as a part of another one: the same person, moment and transaction, with an audit row of its own.

    Raises:
        CommandError: it cannot be done; then nothing of the other one is done either.
    """
    row = _row(work.connection, command.target, work.versions)
    part = CommandWork(work.connection, work.by, work.now, row, work.utility_id, work.versions, work.shared)
    receipt = _apply(part, Order(command))
    work.moved += receipt.moved
    return receipt


@dataclass(slots=True)
class _Transaction:
    """What commands that are run together have in common."""

    connection: Connection
    by: Principal
    now: dt.datetime
    owners: dict[Target, int] = field(default_factory=dict)  # the utility of each target
    versions: LockedVersions = field(default_factory=LockedVersions)
    shared: dict[object, Any] = field(default_factory=dict)


def _run_all(one: _Transaction, orders: Sequence[Order], *, is_followed: bool) -> list[Receipt | CommandError]:
    _lock(one, orders)
    own = OwnSteps()
    outcomes: list[Receipt | CommandError] = []
    for order in orders:
        outcome = _run(one, own.follow(order) if is_followed else order)
        if isinstance(outcome, Receipt):
            own.take(outcome.moved)
        outcomes.append(outcome)
    return outcomes


def _lock(one: _Transaction, orders: Sequence[Order]) -> None:
    """Lock all that they change, as far as they say."""
    connection = one.connection
    for key in sorted({order.key for order in orders if order.key is not None}):
        execute(connection, "lock_key", actor=one.by.name, key=key)
    owners = one.owners = _owners(connection, {order.command.target for order in orders})
    switched = {owners[o.command.target] for o in orders if o.command.is_switching and o.command.target in owners}
    waiting = {owners[o.command.target] for o in orders if o.command.waits_for_switching and o.command.target in owners}
    for utility_id in sorted(switched | waiting):
        lock = "lock_switching" if utility_id in switched else "lock_switching_shared"
        execute(connection, lock, namespace=SWITCHING, utility_id=utility_id)
    targets = {target for order in orders for target in (order.command.target, *order.command.others)}
    targets |= _beside(connection, targets)
    for kind in LOCK_ORDER:
        rows = rows_of(connection, kind, {target.id for target in targets if target.kind == kind}, switched)
        one.versions.saw(kind, rows)
    if not _beside(connection, targets) <= targets:
        raise _Moved


def _beside(connection: Connection, targets: Iterable[Target]) -> set[Target]:
    """What changes with calls and work orders: their outages, and the crews that have them. Locked before them."""
    calls, orders = (sorted(one.id for one in targets if one.kind == kind) for kind in ("call", "work_order"))
    found = execute(connection, "outages_of_calls", ids=calls).fetchall() if calls else []
    beside = {Target("outage", outage_id) for (outage_id,) in found}
    for outage_id, crew_id in execute(connection, "beside_work_orders", ids=orders).fetchall() if orders else []:
        beside |= {Target("outage", outage_id)} if outage_id is not None else set()
        beside |= {Target("crew", crew_id)} if crew_id is not None else set()
    return beside


def _owners(connection: Connection, targets: Iterable[Target]) -> dict[Target, int]:
    """The utility of each target that there is."""
    found: dict[Target, int] = {}
    for target in targets:
        row = execute(connection, f"owner_of_{target.kind}", id=target.id).fetchone()
        if row is not None:
            found[target] = row[0]
    return found


def _run(one: _Transaction, order: Order) -> Receipt | CommandError:
    command, target = order.command, order.command.target
    row = _row(one.connection, target, one.versions)
    work = CommandWork(one.connection, one.by, one.now, row, one.owners.get(target, 0), one.versions, one.shared)
    mark = one.versions.mark()
    try:
        with one.connection.transaction():
            if order.key is not None and (receipt := earlier(one.connection, command, one.by.name, order.key)):
                return receipt
            return _apply(work, order)
    except CommandError as error:
        lost = error
    except (psycopg.IntegrityError, psycopg.DataError) as error:
        lost = CommandRefused(f"The database refused it: {str(error).splitlines()[0].rstrip('.')}.")
    one.versions.back_to(mark)
    one.shared.clear()  # what the undone one did to it is not so
    write_lost(work, command, order.key, "conflict" if isinstance(lost, Conflict) else "refused", str(lost))
    return lost


def _row(connection: Connection, target: Target, versions: LockedVersions) -> Row:
    if target.kind == "utility":
        return {}
    rows = rows_of(connection, target.kind, {target.id})
    versions.saw(target.kind, rows)
    return rows.get(target.id, {})


def _apply(work: CommandWork, order: Order) -> Receipt:
    command, target = order.command, order.command.target
    if not work.by.may(command.role):
        role = f"{'an' if command.role[0] in 'aeiou' else 'a'} {command.role}"
        raise Forbidden(f"{work.by.name} is {work.by.role}; to {command.name.replace('_', ' ')} takes {role}.")
    if not work.utility_id or (target.kind != "utility" and not work.row):  # or it went while we waited for it
        raise NoSuchTarget(missing(work.source, target.kind, target.id))
    if order.expected_version is not None and target.kind == "utility":
        raise CommandRefused(f"To {command.name.replace('_', ' ')} makes something new: it has no version to expect.")
    if order.expected_version is not None and work.row.get("version") != order.expected_version:
        raise conflict(work, target, order.expected_version)
    command.apply(work)
    if work.made is not None:
        target = Target(command.makes, work.made)
    after = {**_row(work.connection, target, work.versions), **work.done}
    before = work.row if target == command.target else {}
    return write_done(work, command, target, before, after, order.key)
