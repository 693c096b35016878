"""What a command works on: its transaction, the locked row of its target, who gave it and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal

from data_sources.analytics.clock import local_time
from data_sources.commands.missing import missing
from data_sources.commands.principal import Principal
from data_sources.commands.versions import LockedVersions, MovedVersion
from data_sources.errors import NoSuchTarget
from data_sources.postgres.source import Connection, TransactionSource, execute

Row = dict[str, Any]


@dataclass(slots=True)
class CommandWork:
    """One command at work.

    Attributes:
        connection: of the transaction.
        by: who gave the command.
        now: when.
        row: the target's row as it is now, columns by name; empty for a utility.
        utility_id: whose it is.
        versions: of what the transaction has locked.
        shared: what commands of one transaction may hand on to the next; forgotten when one of them is undone.
        outage_ids: the outages it changes.
        call_ids: the calls it changes.
        made: the id of what is new, where it makes something.
        warning: what whoever gave it answers for; the audit keeps it.
        moved: versions that its parts changed.
        done: what it did that no column of its target says, by name, as JSON can say it; the audit keeps it.
    """

    connection: Connection
    by: Principal
    now: dt.datetime
    row: Row
    utility_id: int
    versions: LockedVersions
    shared: dict[object, Any] = field(default_factory=dict)
    outage_ids: set[int] = field(default_factory=set)
    call_ids: set[int] = field(default_factory=set)
    made: int | None = None
    warning: str = ""
    moved: list[MovedVersion] = field(default_factory=list)
    done: Row = field(default_factory=dict)

    @property
    def source(self) -> TransactionSource:
        """Asks within the transaction."""
        return TransactionSource(self.connection)

    def clock(self, at: dt.datetime) -> str:
        """A moment as the people of the utility read it: `2026-11-28 23:00:00 CST`."""
        row = execute(self.connection, "zone_of_utility", utility_id=self.utility_id).fetchone()
        local = local_time(at, row[0] if row else "UTC")
        return f"{local:%Y-%m-%d %H:%M:%S} {local.tzname()}"

    def locked(self, kind: Literal["outage", "crew", "device", "call", "work_order", "alarm"], number: int) -> Row:
        """The row of something else, locked.

        Raises:
            NoSuchTarget: there is none of that number in this utility.
        """
        rows = rows_of(self.connection, kind, {number})
        row = rows.get(number)
        if row is None or row["utility_id"] != self.utility_id:
            raise NoSuchTarget(missing(self.source, kind, number, self.utility_id))
        self.versions.saw(kind, rows)
        return row


def rows_of(connection: Connection, kind: str, ids: set[int], switched: set[int] | None = None) -> dict[int, Row]:
    """Lock rows of a kind in the order of their ids.

    Args:
        connection: of the transaction.
        kind: as a command's target has it.
        ids: which.
        switched: utilities whose active outages are locked too.
    """
    if kind == "outage":
        return dict(execute(connection, "lock_outages", ids=sorted(ids), utility_ids=sorted(switched or ())).fetchall())
    return dict(execute(connection, f"lock_{kind}s", ids=sorted(ids)).fetchall())
