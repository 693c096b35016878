"""A storm that is declared, or ended."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final, Literal

from app import formats
from app.assistant.context import ToolContext
from app.assistant.orders.holding import Holds
from app.assistant.orders.spoken_times import times_said
from app.assistant.proposing import ChangeAsked, by_hand, proposal_tool, proposed
from app.assistant.results import ToolResult
from app.assistant.spoken_values import moment_in, text_in
from app.assistant.tools import Tool
from app.tabs.outage_management.tools.words import view_go
from data_sources.outages.storms.switch import DeclareStorm, EndStorm
from data_sources.query import Query


def _storm_named(words: str) -> str:
    """The name right after the word storm: `declare storm Alpha`; empty for none."""
    found = re.search(
        r"\b(?:declare|start|begin)\s+(?:an?\s+|the\s+)?storm\s+([^\W\d_][\w-]*(?:\s+[\w-]+){0,2})\W*$", words, re.I
    )
    return found[1] if found and found[1].split()[0].lower() not in _NO_STORM else ""


_NO_STORM: Final = frozenset((
    "mode", "now", "please", "event", "for", "on", "in", "at", "today", "here", "over", "response", "level", "and",
    "with", "right", "because", "as", "from", "tonight", "tomorrow",
))  # fmt: skip


def propose_storm(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Declare a storm, or end the one that is declared."""
    way: Literal["end", "declare"] = (
        "end" if re.search(r"\b(end|over|stop|finish|close)\b", args.order.lower()) else "declare"
    )
    storms = context.live_source.fetch(Query.of("storms", utility_id=context.utility_id)).to_pylist()
    lasting = next((row for row in storms if row["ended_at"] is None), None)
    go = view_go("Open Storm", "storm")
    if way == "end":
        if lasting is None:
            raise by_hand("No storm is declared, so none can be ended.")
        told = {"Storm": str(lasting["storm_name"])}
        return proposed(
            context, f"End storm {lasting['storm_name']}", EndStorm, {"storm_id": int(lasting["storm_id"])},
            version=lasting["version"], told=told, go=go,
        )  # fmt: skip
    if lasting is not None:
        raise by_hand(f"Storm {lasting['storm_name']} is declared already: end it first, in Storm.")
    name, began = _begun(context, text_in(args.words, "called", "named") or _storm_named(args.order))
    values: dict[str, Any] = {"utility_id": context.utility_id} | ({"storm_name": name} if name else {})
    told = {"Name": name} if name else {}
    if began is not None:
        values["started_at"] = began.isoformat()
        told["Began"] = formats.date_and_clock(began, context.zone.key)
    return proposed(context, "Declare a storm", DeclareStorm, values, version=None, told=told, go=go)


def _begun(context: ToolContext, name: str) -> tuple[str, dt.datetime | None]:
    """A storm's name without the time of the day that is said behind it, and that: `Nora at 1 am`.

    Raises:
        NoAnswer: there is more behind the time.
    """
    said = next((one for one in times_said(name) if one.kind == "clock"), None)
    if said is None:
        return name, None
    began = moment_in(name, context.now, context.zone, is_past=True)
    if began is None or name[said.end :].strip(" ."):
        raise by_hand("When the storm began is not understood: say, such as, declare a storm called Nora at 1 am.")
    return re.sub(
        r"\W*\b(?:at|since|from|as of|begun|beginning|starting)\W*$", "", name[: said.start], flags=re.I
    ), began


STORM_PROPOSALS: Final[tuple[Tool[Any], ...]] = (
    proposal_tool(
        "propose_storm", "A form that declares a storm, or ends the one that is declared.", propose_storm, ("storm",),
        ("declare storm", "end storm", "start storm mode", "storm mode", "storm over", "stop storm mode"),
            "declare a storm", holds=Holds(text="behind", words="called named storm event over begin finish"),
    ),
)  # fmt: skip
