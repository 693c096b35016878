"""What a command answers: proof that it was done, and what it changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from data_sources.commands.command import Target
from data_sources.commands.versions import MovedVersion


@dataclass(frozen=True, slots=True)
class Receipt:
    """A command that was done. The same request, sent again with its key, gets an equal one.

    Attributes:
        audit_id: of its row in flux.audit.
        command: its name.
        target: what it changed, or made.
        version: of the target, afterwards; None where it has none.
        at: when, UTC.
        by: who.
        before: the values that changed, as they were, by column.
        after: as they are now.
        outage_ids: every outage that it changed or made.
        warning: what whoever gave it answers for; empty for most.
        moved: the versions that it changed, of its target and of all outages and calls that changed with it, its parts'
            first; none where it was done by an earlier request.
    """

    audit_id: int
    command: str
    target: Target
    version: int | None
    at: dt.datetime
    by: str
    before: dict[str, Any]
    after: dict[str, Any]
    outage_ids: tuple[int, ...] = ()
    warning: str = ""
    moved: tuple[MovedVersion, ...] = field(default=(), compare=False)
