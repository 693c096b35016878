"""The audit of commands: one row each, done or not; what happened to an outage is read out of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from typing import Any, Final, Literal

from data_sources.commands.command import Command, Target
from data_sources.commands.receipt import Receipt
from data_sources.commands.versions import MovedVersion
from data_sources.commands.work import CommandWork, Row
from data_sources.errors import Conflict, KeyReused
from data_sources.postgres.source import Connection, execute

# What every change changes, and what follows from other columns, such as the words that a list is searched by.
UNTOLD: Final = frozenset({
    "words",
    "version", "stepped_at", "customer_minutes", "is_active", "has_interruptions", "is_sustained",
    "sustained_customers", "sustained_minutes", "updated_at",
})  # fmt: skip

# What a person says of themselves is in the row alone, where it can be forgotten; the audit says that it changed.
PERSONAL: Final = frozenset({"caller_name", "caller_phone", "note"})
MASK: Final = "**********"  # as secrets of a command are masked


def write_done(
    work: CommandWork, command: Command, target: Target, before: Row, after: Row, key: str | None
) -> Receipt:
    """The row of a command that was done."""
    changed = [name for name in after if before.get(name) != after[name] and name not in UNTOLD]
    old, new = ({name: _told_of(name, row[name]) for name in changed if name in row} for row in (before, after))
    audit_id, at, outages, calls = _write(
        work.connection, command, work, target, key, outcome="done", reason=work.warning or None,
        version=after.get("version"), before=old, after=new,
    )  # fmt: skip
    touched = _touched(work, target)
    return Receipt(
        audit_id, command.name, target, after.get("version"), at, work.by.name, old, new, touched, work.warning,
        _moved(work, target, after, outages, calls),
    )  # fmt: skip


def write_lost(
    work: CommandWork, command: Command, key: str | None, outcome: Literal["conflict", "refused"], reason: str
) -> None:
    """The row of an attempt that changed nothing."""
    version = work.row.get("version")
    _write(
        work.connection, command, work, command.target, key, outcome=outcome, reason=reason, version=version,
        before=None, after=None,
    )  # fmt: skip


def earlier(connection: Connection, command: Command, actor: str, key: str) -> Receipt | None:
    """The receipt of the same request, where it was done before.

    Raises:
        KeyReused: the key belongs to another command.
    """
    row = execute(connection, "audit_by_key", actor=actor, key=key).fetchone()
    if row is None:
        return None
    audit_id, at, name, values, kind, number, version, before, after, touched, warning, digest = row
    is_same = digest is None or digest == _digest(connection, command)
    if (name, values) != (command.name, command.values()) or not is_same:
        raise KeyReused(f"The key {key!r} was used for another request ({name.replace('_', ' ')}); take a new one.")
    return Receipt(
        audit_id, name, Target(kind, number), version, at, actor, before, after, tuple(touched), warning or ""
    )


def conflict(work: CommandWork, target: Target, expected: int) -> Conflict:
    """Who changed it since, what and when, as far as the audit knows."""
    version = work.row["version"]
    seen = f"it is at version {version}, not {expected}"
    row = execute(
        work.connection, "audit_last", kind=target.kind, id=target.id, version=version,
    ).fetchone()  # fmt: skip
    name = str(target).capitalize()
    if row is None:
        return Conflict(f"{name} was changed by another system in the meantime: {seen}.", version)
    actor, at, action, after = row
    changed = {name: value for name, value in (after or {}).items() if name not in UNTOLD}
    what = action.replace("_", " ") + (f": {_told(work, changed)}" if changed else "")
    return Conflict(f"{name} was changed by {actor} at {work.clock(at)} ({what}): {seen}.", version)


def _moved(
    work: CommandWork, target: Target, after: Row, outages: list[int | None], calls: list[int | None] | None
) -> tuple[MovedVersion, ...]:  # fmt: skip
    """Of all that it touched; the versions afterwards are those that the audit has."""
    now = {
        "outage": zip(_touched(work, target), outages or (), strict=True),
        "call": zip(_calls(work, target) or (), calls or (), strict=True),
    }
    if target.kind not in now:
        now[target.kind] = zip((target.id,), (after.get("version"),), strict=True)
    for number, version in zip(_calls(work, target) or (), calls or (), strict=True):
        if version is not None:  # one that was only taken along was locked as it was written, once
            work.versions.saw("call", {number: {"version": version - 1}})
    found = [one for kind, versions in now.items() for one in work.versions.moved(kind, versions)]
    return (*work.moved, *found)


def _told_of(name: str, value: Any) -> Any:
    return MASK if name in PERSONAL and value is not None else value


def _told(work: CommandWork, changed: dict[str, Any]) -> str:
    """The first few columns and their values, as a person reads them."""
    return ", ".join(f"{name.replace('_', ' ')} {_value(work, name, value)}" for name, value in [*changed.items()][:4])


def _value(work: CommandWork, name: str, value: Any) -> str:
    if value is None or value in ("", [], {}):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | dict):
        return f"({len(value)})"
    if isinstance(value, str) and name.endswith("_at"):
        return work.clock(dt.datetime.fromisoformat(value))
    return f'"{value}"' if isinstance(value, str) and " " in value else str(value)


def _write(
    connection: Connection, command: Command, work: CommandWork, target: Target, key: str | None, *, outcome: str,
    reason: str | None, version: int | None, before: Row | None, after: Row | None,
) -> tuple[Any, ...]:  # fmt: skip
    row = execute(
        connection, "write_command", actor=work.by.name, action=command.name, utility_id=work.utility_id or None,
        detail=json.dumps(command.values()), kind=target.kind, id=target.id, outage_ids=list(_touched(work, target)),
        call_ids=_calls(work, target), secrets_digest=_digest(connection, command) if key is not None else None,
        version=version, before=_json(before), after=_json(after), key=key, outcome=outcome, reason=reason,
    ).fetchone()  # fmt: skip
    assert row
    return row


def _touched(work: CommandWork, target: Target) -> tuple[int, ...]:
    return tuple(sorted(work.outage_ids | ({target.id} if target.kind == "outage" else set())))


def _calls(work: CommandWork, target: Target) -> list[int] | None:
    return sorted(work.call_ids | ({target.id} if target.kind == "call" else set())) or None


def _digest(connection: Connection, command: Command) -> str | None:
    """What tells two requests apart by what is masked in them; says nothing to whoever has not its key."""
    secrets = command.secrets()
    if not secrets:
        return None
    (key,) = execute(connection, "audit_secret").fetchone() or ("",)
    return hmac.new(key.encode(), json.dumps(secrets, sort_keys=True).encode(), hashlib.sha256).hexdigest()


def _json(values: Row | None) -> str | None:
    return None if values is None else json.dumps(values)
