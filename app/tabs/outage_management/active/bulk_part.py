"""OutageBulkPart: several outages at once: cause, priority, estimate or end of those that are ticked."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from app import formats
from app.desk.fields import Field, Form, Typed, local_text
from app.tabs.outage_management.active import forms
from app.tabs.outage_management.active.actions import ACTIONS
from app.tabs.outage_management.active.forms import Around
from app.tabs.outage_management.bulk_part import BulkPart
from data_sources.commands.command import Command


class OutageBulkPart(BulkPart):
    """What is done with the outages that are ticked."""

    offered: ClassVar[dict[str, str]] = {
        slug: ACTIONS[slug].title for slug in ("cause", "priority", "estimate", "close")
    }

    def _form_of(self, slug: str, rows: list[dict[str, Any]]) -> Form:
        counted = formats.count_of(len(rows), "outage")
        words = f"{ACTIONS[slug].title} of {counted}"
        warning = "They leave this list, and their crews are let go." if slug == "close" else ""
        button = f"Close {counted}" if slug == "close" else words
        return Form(slug, words, button, _fields(slug, self._around()), warning)

    def _command(self, slug: str, key: int, typed: Typed) -> Command:
        return forms.command_of(slug, key, typed, self._around())

    def _around(self) -> Around:
        return Around(self._view.state.time_zone, dt.datetime.now(dt.UTC))


def _fields(slug: str, around: Around) -> list[Field]:
    if slug == "cause":
        return [forms.cause_field("unknown")]
    if slug == "priority":
        return [forms.priority_field("")]
    if slug == "close":
        return [Field("note", "Note", "text", is_needed=False)]
    at = local_text(around.now + dt.timedelta(hours=2), around.zone)
    return [
        Field("estimated_restoration_at", "Supply is back at", "time", value=at),
        Field("reason", "Reason", "text", hint="Others see it, and no rule changes the estimates after that."),
    ]
