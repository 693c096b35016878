"""How an outage begins and ends: confirmed, cancelled, closed, restored, merged into another one."""

from __future__ import annotations

import re
from typing import Any, Final

from app import formats
from app.assistant.context import ToolContext
from app.assistant.orders.holding import Holds
from app.assistant.proposing import ChangeAsked, by_hand, proposal_tool
from app.assistant.results import ToolResult
from app.assistant.spoken_values import moment_in, text_behind
from app.assistant.tools import Tool
from app.tabs.outage_management.tools.one import outage_row
from app.tabs.outage_management.tools.proposals.form import form_of
from app.tabs.outage_management.tools.proposals.meant import WHICH, Row, names_in, numbers_in, outage_meant, rows_at
from app.tabs.outage_management.tools.words import plain
from data_sources.outages.life import CancelOutage, CloseOutage, ConfirmOutage, MergeOutage, RestoreOutage


def propose_confirm(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Confirm a predicted outage, or begin a planned one."""
    row = outage_meant(context, ConfirmOutage, args)
    return form_of(context, ConfirmOutage, row, f"Confirm outage {row['outage_id']}", {}, {})


def propose_cancel(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Cancel a predicted or planned outage."""
    row = outage_meant(context, CancelOutage, args)
    reason = text_behind(args.words) or _after_comma(args.words)
    values, told = ({"reason": reason}, {"Reason": reason}) if reason else ({}, {})
    return form_of(context, CancelOutage, row, f"Cancel outage {row['outage_id']}", values, told)


def _after_comma(words: str) -> str:
    """What stands behind the outage's number and a comma is why: `cancel outage 602, duplicate of 604`."""
    found = re.search(
        r"\d\s*[,;-]\s*(?!(?:and|or|but|not|except|only|then|also|please)\b)(?:as\s+|it(?:'s|\s+is|\s+was)\s+)?"
        r"(?=\w*[^\W\d_])(\S.*)$",
        words, re.S | re.I,
    )  # fmt: skip
    return found[1].strip().rstrip(".") if found else ""


def propose_close(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Close an outage: what is to be closed without that word is a device, and that is switching.

    Raises:
        NoAnswer: it is, or no one outage is meant.
    """
    if not re.search(r"\boutages?\b", args.order.lower()):
        raise by_hand(
            "Nothing is switched from here: a device is closed by the control system, after a switching order. To "
            "close an outage, say its number: close outage 12."
        )
    row = outage_meant(context, CloseOutage, args)
    if out := row["customers_out"]:
        told = "1 customer" if out == 1 else f"{out:,} customers"
        number, are = row["outage_id"], "is" if out == 1 else "are"
        raise by_hand(f"{told} of outage {number} {are} still out: restore outage {number} first.")
    if row["confirmed_at"] is None:
        raise by_hand(f"Outage {row['outage_id']} was never confirmed: it can be cancelled, not closed.")
    return form_of(context, CloseOutage, row, f"Close outage {row['outage_id']}", {}, {})


def propose_restore(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Say that supply is back in an outage: of all its transformers, when it was said.

    Raises:
        NoAnswer: a device or place is to be restored, which is switching; or no one outage is meant.
    """
    if not numbers_in(args) and not re.search(r"\boutages?\b", args.order.lower()):
        raise by_hand(
            "Nothing is switched from here: supply is restored by the control system, after a switching order. "
            "To record "
            "that an outage is restored, say its number: restore outage 12."
        )
    row = outage_meant(context, RestoreOutage, args)
    at = moment_in(args.order, context.now, context.zone, is_past=True)
    began = row["started_at"]
    if at is not None and began is not None and at < began:
        back, begun = (formats.date_and_clock(one, context.zone.key) for one in (at, began))
        raise by_hand(
            f"Supply cannot have been back at {back}: outage {row['outage_id']} began at {begun}. Say the moment with "
            "its day, and am or pm."
        )
    values = {"restored_at": at.isoformat()} if at else {}
    told = {"Supply back": formats.date_and_clock(at, context.zone.key) if at else "when it is confirmed"}
    return form_of(context, RestoreOutage, row, f"Record that outage {row['outage_id']} is restored", values, told)


def propose_merge(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Merge an outage into another one: by their numbers, or the two at a place, the smaller into the larger."""
    numbers = numbers_in(args)
    first: Row
    into: Row
    if len(numbers) == 2:
        first, into = outage_row(context, numbers[0]), outage_row(context, numbers[1])
        if not re.search(r"\b(?:in)?to\b", args.order, re.I):  # no direction is said
            first, into = sorted((first, into), key=lambda row: row["customers_out"] or 0)
    elif numbers:
        raise by_hand("Say the numbers of both outages, and of no more: merge outage 12 into outage 13.")
    else:
        assets = names_in(context, args)
        rows = rows_at(context, MergeOutage, assets)
        where = f" at {assets[-1].name}" if assets else ""
        if len(rows) != 2:
            raise by_hand(
                f"There are {len(rows):,} outages{where} that could be merged: say both numbers, or do it there."
            )
        into, first = rows
    _check_merge(first, into)
    title = f"Merge outage {first['outage_id']} into outage {into['outage_id']}"
    return form_of(context, MergeOutage, first, title, {"into_id": int(into["outage_id"])},
                   {"Into": f"{into['outage_id']}, {into['customers_out'] or 0:,} customers out"})  # fmt: skip


def _check_merge(first: Row, into: Row) -> None:
    """Refuse at once what the command would.

    Raises:
        NoAnswer: one of the two is over, or a confirmed one would go into one that is only presumed.
    """
    for row in (first, into):
        if row["state"] not in MergeOutage.states:
            raise by_hand(f"Outage {row['outage_id']} is {plain(row['state'])}: nobody can merge it now.")
    if into["confirmed_at"] is None and first["confirmed_at"] is not None:
        raise by_hand(
            f"Outage {into['outage_id']} is {plain(into['state'])} and outage {first['outage_id']} confirmed: a "
            "confirmed one is merged into one that is confirmed too."
        )


STATE_PROPOSALS: Final[tuple[Tool[Any], ...]] = (
    proposal_tool(
        "propose_confirm", "A form that confirms a predicted outage, or begins a planned one.", propose_confirm,
        ("outage",),
        ("confirm outage", "confirm", "confirm prediction", "begin planned outage"),
            "confirm the predicted outage on F0002", holds=Holds(reads=WHICH),
    ),
    proposal_tool(
        "propose_cancel", "A form that cancels a predicted or planned outage.", propose_cancel, ("outage",),
        ("cancel outage", "cancel prediction", "reject prediction", "cancel planned outage"), "cancel outage 12",
        holds=Holds(text="behind", reads=WHICH),
    ),
    proposal_tool(
        "propose_close", "A form that closes an outage that is over.", propose_close, ("outage",),
        ("close outage", "close out outage", "finish outage", "close"), "close outage 12", holds=Holds(reads=WHICH),
    ),
    proposal_tool(
        "propose_restore", "A form that records that supply is back in an outage.", propose_restore, ("outage",),
        ("restore outage", "mark outage restored", "mark restored", "outage restored", "record restored", "restore",
         "restored", "power back outage", "mark outage back", "reenergize outage", "supply back outage"),
        "restore outage 12",
        holds=Holds(frozenset({"clock", "day", "length"}), reads=WHICH, words="supply power service"),
    ),
    proposal_tool(
        "propose_merge", "A form that merges an outage into another one.", propose_merge, ("outage",),
        ("merge outage", "merge", "combine outage", "join outage"), "merge the two outages on F0004",
        holds=Holds(targets=2, words="two both and together"),
    ),
)  # fmt: skip
