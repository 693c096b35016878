"""Outages, known by their numbers, and what fits to be asked after an answer about one."""

from __future__ import annotations

from typing import Final

from app.assistant.name_kinds import NameKind

OUTAGE_KINDS: Final = (
    NameKind(
        "outage", words=("incident", "ticket"),
        next=("what is the cause of outage {0}", "which crew is on outage {0}", "how can outage {0} be isolated"),
    ),
)  # fmt: skip
