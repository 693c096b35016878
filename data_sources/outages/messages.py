"""Messages of meters as a head-end gives them: judged row by row, written by one command, the same batch once."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, Final, NamedTuple

from pydantic import Field

from data_sources.commands.command import Command, Target
from data_sources.commands.texts import is_text
from data_sources.commands.work import CommandWork
from data_sources.postgres.source import execute
from data_sources.query import Query
from data_sources.source import Source

MESSAGE_KINDS: Final = ("last_gasp", "power_up", "answered", "no_answer")
MOST: Final = 10_000  # messages of one batch
FAST: Final = dt.timedelta(minutes=5)  # that a meter's clock may be ahead
SLOW: Final = dt.timedelta(days=1)  # that a message may be under way; an older one is of a clock that was reset
FIELDS: Final = ("meter", "kind", "sent_at")
Batch = Annotated[tuple[int, ...], Field(min_length=1, max_length=MOST)]


class RefusedRow(NamedTuple):
    """A message that was not taken: its place in the batch, from 0, and why."""

    row: int
    reason: str


class TakeMessages(Command):
    """Take messages of meters in, all or none. The audit keeps how many, and what tells the batch from others."""

    name: ClassVar[str] = "take_meter_messages"

    utility_id: int
    meter_ids: Batch
    kinds: tuple[str, ...]
    sent_at: tuple[dt.datetime, ...]

    @property
    def target(self) -> Target:
        """The utility."""
        return Target("utility", self.utility_id)

    def apply(self, work: CommandWork) -> None:
        """Write them."""
        execute(
            work.connection, "insert_meter_messages", utility_id=self.utility_id, meter_ids=list(self.meter_ids),
            kinds=list(self.kinds), sent_at=list(self.sent_at), now=work.now,
        )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """Ten thousand rows are no part of an audit; their digest is."""
        told = repr((self.meter_ids, self.kinds, [at.timestamp() for at in self.sent_at]))
        digest = hashlib.sha256(told.encode()).hexdigest()
        return {"utility_id": self.utility_id, "messages": len(self.meter_ids), "sha256": digest}


def judged(
    source: Source, utility_id: int, messages: Sequence[object], now: dt.datetime
) -> tuple[TakeMessages | None, list[RefusedRow]]:
    """The messages that can be taken as a command (none: no row is good), and those that cannot, with reasons.

    Args:
        source: knows the meters.
        utility_id: whose.
        messages: objects of `meter` (its number), `kind` and `sent_at` (ISO 8601 with its offset).
        now: the present; what was sent later is refused.

    Raises:
        SourceUnavailable: the database cannot be reached.
    """
    read = [_read(one, now) for one in messages]
    numbers = sorted({one[0] for one in read if not isinstance(one, str)})
    query = Query.of("meters_by_number", utility_id=utility_id, numbers=json.dumps(numbers))
    rows = source.fetch(query).to_pylist()
    ids = {row["meter_name"]: row["meter_id"] for row in rows}
    good: list[tuple[int, str, dt.datetime]] = []
    refused = []
    for place, one in enumerate(read):
        if isinstance(one, str):
            refused.append(RefusedRow(place, one))
        elif one[0] not in ids:
            refused.append(RefusedRow(place, f"There is no meter {one[0]}."))
        else:
            good.append((ids[one[0]], *one[1:]))
    if not good:
        return None, refused
    meter_ids, kinds, sent_at = zip(*good, strict=True)
    return TakeMessages(utility_id=utility_id, meter_ids=meter_ids, kinds=kinds, sent_at=sent_at), refused


def _read(message: object, now: dt.datetime) -> tuple[str, str, dt.datetime] | str:
    """(number, kind, moment) of a message, or why it is none."""
    if not isinstance(message, Mapping) or set(message) != set(FIELDS):
        return f"A message has {', '.join(FIELDS)} and nothing else."
    meter, kind, sent_at = (message[name] for name in FIELDS)
    if not isinstance(meter, str) or not meter.strip():
        return "meter must be the number of a meter, as a text."
    if "\0" in meter:
        return "meter holds a NUL character, which the database keeps in no text."
    if not is_text(meter):
        return "meter holds half of a surrogate pair, which is no character."
    if kind not in MESSAGE_KINDS:
        return f"kind must be one of {', '.join(MESSAGE_KINDS)}."
    at = _moment(sent_at)
    if at is None:
        return "sent_at must be a time as ISO 8601 with its offset, e.g. 2026-07-15T18:00:00Z."
    if at > now + FAST:
        return f"sent_at is still to come: {at.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC."
    if at < now - SLOW:
        return f"sent_at is more than a day ago ({at.isoformat(' ', 'seconds')}): is the meter's clock right?"
    return meter.strip(), kind, at


def _moment(text: object) -> dt.datetime | None:
    try:
        at = dt.datetime.fromisoformat(text) if isinstance(text, str) else None
        return at.astimezone(dt.UTC) if at is not None and at.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
