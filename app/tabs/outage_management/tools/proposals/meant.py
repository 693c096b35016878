"""Which outage a request means: by its number, its place, its state or its size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from app.assistant.context import ToolContext
from app.assistant.naming import asset_of, number_of
from app.assistant.proposing import ChangeAsked, by_hand
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import NamedAsset
from app.tabs.outage_management.tools.one import outage_row
from app.tabs.outage_management.tools.words import plain
from data_sources.outages.life import OutageCommand

Row = Mapping[str, Any]
_TO_CREW: Final = r"\b(?:re-?assign|assign|give)\s+#?(\d{1,18})\s+to\s+(?:the\s+)?(?:\w+\s+)?crew"
BY_HAND: Final = "Open it in Outage Management and do it there."


def names_in(context: ToolContext, args: ChangeAsked) -> list[NamedAsset]:
    """What the request names; outages, which have numbers, left out.

    Raises:
        NoAnswer: a name is none.
    """
    said = [one for one in (args.name, args.other, args.place) if one and not _outage_number(one)]
    return [asset_of(context, one) for one in said]


def _outage_number(text: str) -> int | None:
    try:
        return number_of(text, "outage")
    except NoAnswer:
        return None


def numbers_in(args: ChangeAsked) -> list[int]:
    """Outages that are named by their numbers, in the order in which they were."""
    found = [_outage_number(one) for one in (args.name, args.other)]
    said = re.findall(_TO_CREW, args.order, re.I)
    said += re.findall(r"\boutages?\s*(?:no\.?|number|#)?\s*(\d{1,18})\b", args.order, re.I)
    said += re.findall(r"\b(?:into|with|and)\s+(?:outage\s*)?#?(\d{1,18})\b(?!\s*(?:min|h|am|pm|:))", args.order, re.I)
    listed = re.findall(r"\boutages\s+((?:#?\d{1,18}(?:\s*(?:,|&|and)\s*)*)+)", args.order, re.I)
    said += [number for one in listed for number in re.findall(r"\d+", one)]
    return list(dict.fromkeys([*(one for one in found if one is not None), *map(int, said)]))


_WRITTEN: Final = re.compile(r"[\"“:](?!\d)|\b(?:because|saying|that|duplicates?|same\s+as)\b|\bnotes?\b", re.I)
"""From where on a request holds text of its own, whose numbers are no outages."""


def _check_is_one(args: ChangeAsked) -> None:
    """Refuse several outages in one order: a form is of one.

    Raises:
        NoAnswer: they are several.
    """
    written = _WRITTEN.search(args.order)
    before = args.order if written is None else args.order[: written.start()]
    numbers = numbers_in(args.model_copy(update={"words": before}))
    if len(numbers) > 1:
        named = ", ".join(str(one) for one in numbers[:-1])
        raise by_hand(
            f"A form changes one outage, and {named} and {numbers[-1]} are {len(numbers)}: ask for each by itself."
        )


WHICH: Final = (
    (r"\b(?:predicted|planned|confirmed)\b", ""),
    (r"\b(?:biggest|largest|greatest|worst|smallest|oldest|longest|newest|latest|last|most recent)\b", ""),
)
"""Words that say which outage is meant, see `Holds.reads`."""
_IN_STATE: Final = re.compile(r"\b(predicted|planned|confirmed)\b", re.I)


def check_is_of_outage(args: ChangeAsked) -> None:
    """Refuse what names an order or an alarm and no outage: its number is no outage's.

    Raises:
        NoAnswer: it does.
    """
    text = args.order.lower()
    if re.search(r"\b(?:orders?|wo|alarms?)\b", text) and not re.search(r"\b(?:outages?|etr)\b", text):
        raise by_hand("That is about a work order or an alarm, and no outage: open it in Field Operations.")


_NAMED_BY_SIZE: Final = (
    (r"biggest|largest|greatest|worst", "customers_out", True), (r"smallest", "customers_out", False),
    (r"oldest|longest", "started_at", False), (r"newest|latest|last|most recent", "started_at", True),
)  # fmt: skip


def _by_superlative(rows: list[Row], words: str) -> Row | None:
    """The one that "the biggest outage" and the like mean; None where none is said, or two are equal."""
    for pattern, key, is_most in _NAMED_BY_SIZE:
        if re.search(rf"\b(?:{pattern})\b[\w\s]*\boutage\b", words.lower()):
            known = sorted((row for row in rows if row[key] is not None), key=lambda row: row[key], reverse=is_most)
            return known[0] if len(known) == 1 or (known and known[0][key] != known[1][key]) else None
    return None


def _row_of(context: ToolContext, number: int, args: ChangeAsked) -> Row:
    """The outage of a number.

    Raises:
        NoAnswer: there is none of that number; one that a crew is given may be a work order's.
    """
    try:
        return outage_row(context, number)
    except NoAnswer as error:
        if error.reason is RefusalReason.NO_SUCH_ASSET and str(number) in re.findall(_TO_CREW, args.order, re.I):
            told = (
                f"There is no outage {number}. If it is a work order, say so: assign work order {number} to the crew."
            )
            raise by_hand(told) from None
        raise


def rows_at(context: ToolContext, kind: type[OutageCommand], assets: list[NamedAsset]) -> list[Row]:
    """Outages at what is named that the command could be given, most customers first."""
    rows: list[Row] = context.live("unclosed_outages", utility_id=context.utility_id).to_pylist()
    rows = [row for row in rows if row["state"] in kind.states]
    for asset in assets:
        if asset.kind != "crew":
            key = f"{asset.kind}_name"
            rows = [row for row in rows if row.get(key) == asset.name]
    return rows


def outage_meant(context: ToolContext, kind: type[OutageCommand], args: ChangeAsked) -> Row:
    """The one outage that is meant.

    Raises:
        NoAnswer: there is none, or more than one.
    """
    check_is_of_outage(args)
    _check_is_one(args)
    if numbers := numbers_in(args):
        row = _row_of(context, numbers[0], args)
        if row["state"] not in kind.states:
            raise by_hand(f"Outage {numbers[0]} is {plain(row['state'])}: nobody can {kind.does} it now.")
        for asset in names_in(context, args):
            if asset.kind != "crew" and row.get(f"{asset.kind}_name", asset.name) != asset.name:
                raise by_hand(f"Outage {numbers[0]} is not of {asset.name}: say which of both is meant.")
        return row
    assets = [one for one in names_in(context, args) if one.kind != "crew"]
    rows = rows_at(context, kind, assets)
    where = f" at {assets[-1].name}" if assets else ""
    state = _IN_STATE.search(args.order)
    if state is not None:
        rows = [row for row in rows if row["state"] == state[1].lower()]
    which = f"{state[1].lower()} outage" if state is not None else "outage"
    if not rows:
        raise by_hand(f"There is no {which}{where} to {kind.does}. {BY_HAND}")
    if (one := _by_superlative(rows, args.order)) is not None:
        return one
    if len(rows) > 1:
        numbered = ", ".join(str(row["outage_id"]) for row in rows[:5])
        more = "…" if len(rows) > 5 else ""
        raise by_hand(
            f"There are {len(rows):,} {which}s{where} that it could be ({numbered}{more}): say which by its number, or "
            "open it in Outage Management."
        )
    return rows[0]
