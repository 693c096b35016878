"""Changes of work orders as filled forms."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

from app import formats, ways
from app.assistant.context import ToolContext
from app.assistant.orders.holding import Holds
from app.assistant.orders.spoken_times import times_said
from app.assistant.proposing import ChangeAsked, by_hand, proposal_tool, proposed
from app.assistant.results import Go, NamedAsset, ToolResult
from app.assistant.spoken_days import day_in
from app.assistant.spoken_values import day_told, moment_in, text_behind
from app.assistant.tools import Tool
from app.tabs.field_operations.tools.orders import order_go
from app.tabs.field_operations.tools.orders_of_one import order_row
from app.tabs.field_operations.tools.proposals.named import ORDERED, names_in, number_in
from data_sources.field.orders.base import WorkOrderCommand
from data_sources.field.orders.create import CreateWorkOrder
from data_sources.field.orders.doing import CompleteWorkOrder, HoldWorkOrder, StartWorkOrder
from data_sources.field.orders.ends import CancelWorkOrder
from data_sources.field.orders.plan import AssignWorkOrder, ScheduleWorkOrder, UnassignWorkOrder

Row = Mapping[str, Any]
ORDER: Final = ("work order", "order")
_PRIORITIES: Final = ("very high", "high", "medium", "low")
_WORDED: Final = "|".join(_PRIORITIES)
_PRIORITY: Final = rf"\b({_WORDED})\s+priority\b|\bpriority\s+(?:(?:of|is|to)\s+)?({_WORDED}|[1-4])\b"
_LOOK: Final = "Open it in Field Operations and do it there."
_KINDS: Final = (
    ("replacement", r"\breplac\w+|\bswap\b|\bchange out\b"), ("inspection", r"\binspect\w*"),
    ("vegetation", r"\btrim\w*|\btrees?\b|\bvegetation\b"), ("repair", r"\brepair\w*|\bfix\b|\bmend\b"),
    ("switching", r"\bswitching\b"),
)  # fmt: skip
_DETAILS: Final = {
    "pole": "details_pole", "transformer": "details_transformer", "device": "details_device",
    "segment": "details_segment",
}  # fmt: skip
_DOES: Final = {"replacement": "Replace", "inspection": "Inspect", "vegetation": "Trim trees at", "repair": "Repair"}


def propose_new_order(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Make a work order about an asset."""
    assets = [one for one in names_in(context, args) if one.kind in ORDERED]
    if len(assets) != 1:
        raise by_hand("Name the pole, transformer, device or line section that it is about; or make it under Orders.")
    (asset,) = assets
    _check_place(context, args, asset)
    text = args.order.lower()
    work = next((kind for kind, pattern in _KINDS if re.search(pattern, text)), "")
    values: dict[str, Any] = {"utility_id": context.utility_id, "asset_kind": asset.kind, "asset_id": asset.asset_id}
    told = {"Asset": asset.name}
    if work:
        values |= {"work_type": work, "title": f"{_DOES.get(work, work.capitalize())} {asset.name}"}
        told |= {"Kind": work.capitalize(), "Title": values["title"]}
    if found := re.search(_PRIORITY, text):
        name = found[1] or found[2]
        number = int(name) if name.isdecimal() else _PRIORITIES.index(name) + 1
        values["priority"], told["Priority"] = number, _PRIORITIES[number - 1].capitalize()
    if due := _due_on(args.order, context):
        if due < context.now.astimezone(context.zone).date():
            raise by_hand(f"It would be due on {due:%d %b %Y}, which is over: say a day to come.")
        values["due_on"], told["Due"] = due.isoformat(), f"{due:%d %b %Y}"
    planned = [_planned(args.order, context, "due_on" in values), text_behind(args.words)]
    if description := "; ".join(one for one in planned if one):
        values["description"], told["Description"] = description, description
        if crew := re.search(r"\bFor (Crew-\d+)", planned[0]):
            told["Crew"] = f"{crew[1]}: to be assigned once the order is made"
    go = Go("Make it by hand", ways.FIELD, texts=(("view", "orders"),))
    title = f"New work order: {values.get('title', asset.name)}"
    return proposed(context, title, CreateWorkOrder, values, version=None, told=told, go=go)


def _check_place(context: ToolContext, args: ChangeAsked, asset: NamedAsset) -> None:
    """A feeder or substation that is said too has to be the asset's: a slip in its number would go to another one.

    Raises:
        NoAnswer: it is of another one.
    """
    places = [one for one in names_in(context, args) if one.kind in ("feeder", "substation")]
    if not places:
        return
    row = context.live(_DETAILS[asset.kind], utility_id=context.utility_id, asset_id=asset.asset_id).slice(0, 1)
    for place in places:
        of = row[f"{place.kind}_name"].to_pylist()
        if of != [place.name]:
            there = f"it is of {of[0]}" if of and of[0] else "of what it is is not known"
            raise by_hand(f"{asset.name} is not of {place.name}: {there}. Say which of both is meant.")


def _planned(text: str, context: ToolContext, is_due_said: bool) -> str:
    """The day and the crew that are said for an order, as its description: both are given to it once it is there."""
    day = None if is_due_said else day_in(text, context.now.astimezone(context.zone).date())
    crew = re.search(r"\bcrew[\s-]*#?\s*0*(\d{1,4})\b", text, re.I)
    told = [f"Planned for {day:%a %d %b %Y}"] if day is not None else []
    return "; ".join([*told, *([f"For Crew-{int(crew[1]):03d}"] if crew else [])])


def _due_on(words: str, context: ToolContext) -> dt.date | None:
    """The day by which an order is to be done; None where none is said.

    Raises:
        NoAnswer: it is said, and no one day is meant.
    """
    found = re.search(r"\b(?:due(?:\s+date)?|by|deadline)\s+(?:(?:on|by|at|is|for)\s+)?(.+)$", words, re.I | re.S)
    if found is None:
        return None
    today = context.now.astimezone(context.zone).date()
    day = None if re.match(r"before\b|after\b", found[1], re.I) else day_in(found[1], today)
    if day is None and re.match(r"due\b|deadline\b", found[0], re.I):
        raise by_hand("When it is due is not understood: say one day, such as due 2027-01-31.")
    return day


def _order(context: ToolContext, args: ChangeAsked, kind: type[WorkOrderCommand]) -> Row:
    """The one order that is meant: by its number, or the one open order of the asset that is named.

    Raises:
        NoAnswer: there is none, more than one, or the command cannot be given as it is.
    """
    if re.search(r"\b(?:outages?|alarms?)\b", args.order.lower()) and not re.search(
        r"\b(?:orders?|wo)\b", args.order.lower()
    ):
        raise by_hand("That is about an outage or an alarm, and no work order: say which work order by its number.")
    number = number_in(args, r"(?:work\s*)?(?:order|wo)")
    if number is None:
        assets = [one for one in names_in(context, args) if one.kind in ORDERED]
        if len(assets) != 1:
            raise by_hand(f"Say which work order by its number. {_LOOK}")
        asked = {"asset_kind": assets[0].kind, "asset_id": assets[0].asset_id, "utility_id": context.utility_id}
        rows = context.live("orders_of_asset", **asked).to_pylist()
        rows = [row for row in rows if row["status"] not in ("completed", "cancelled")]
        if len(rows) != 1:
            raise by_hand(f"{assets[0].name} has {len(rows):,} open work orders: say which by its number. {_LOOK}")
        number = int(rows[0]["work_order_id"])
    row = order_row(context, number)
    if row["status"] not in kind.states_of(is_of_outage=row["outage_id"] is not None):
        does = kind.does.replace(" ", " it ", 1) if kind.does.startswith("put ") else f"{kind.does} it"
        raise by_hand(f"Work order {number} is {row['status'].replace('_', ' ')}: nobody can {does} now.")
    return row


def _of_order(
    context: ToolContext,
    kind: type[WorkOrderCommand],
    row: Row,
    title: str,
    values: Mapping[str, Any],
    told: dict[str, str],
) -> ToolResult:
    number = int(row["work_order_id"])
    what = f"{number}, {row['title']}, {row['status'].replace('_', ' ')}"
    return proposed(
        context, title, kind, {"work_order_id": number, **values}, version=row["version"], told={"Order": what, **told},
        go=order_go(number),
    )  # fmt: skip


def propose_assign_order(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Put an order into a crew's queue."""
    row = _order(context, args, AssignWorkOrder)
    crew = next((one for one in names_in(context, args) if one.kind == "crew"), None)
    values, told = ({"crew_id": crew.asset_id}, {"Crew": crew.name}) if crew else ({}, {})
    title = f"Assign order {row['work_order_id']} to {crew.name if crew else 'a crew'}"
    return _of_order(context, AssignWorkOrder, row, title, values, told)


def propose_unassign_order(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Take an order out of its crew's queue."""
    row = _order(context, args, UnassignWorkOrder)
    return _of_order(context, UnassignWorkOrder, row, f"Take the crew off order {row['work_order_id']}", {}, {})


def propose_schedule_order(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Say when an order is to be done."""
    row = _order(context, args, ScheduleWorkOrder)
    said = [one for one in times_said(args.order) if one.kind == "clock"]
    first = args.order[: said[0].end] + args.order[said[1].end :] if len(said) == 2 else args.order
    start = moment_in(first, context.now, context.zone)
    values, told = {}, {}
    if start is not None and len(said) == 2:
        end = moment_in(args.order[: said[0].start] + args.order[said[1].start :], context.now, context.zone)
        if not re.fullmatch(r"\s*(?:to|until|till|-|and)\s*", args.order[said[0].end : said[1].start]) or end is None:
            raise by_hand("When it begins and when it ends is not understood: say, such as, tomorrow 8 am to 10 am.")
        if end <= start:
            raise by_hand(f"It would end at {said[1].text}, before it begins at {said[0].text}: say both times again.")
        values["planned_end_at"], told["Ends"] = end.isoformat(), formats.date_and_clock(end, context.zone.key)
    if start is not None:
        day = day_told(args.order, start, context.now, context.zone)
        begins = {"Begins": f"{formats.date_and_clock(start, context.zone.key)}{day}"}
        values, told = {"planned_start_at": start.isoformat(), **values}, {**begins, **told}
        if row["estimated_hours"] and "planned_end_at" not in values:
            end = start + dt.timedelta(hours=float(row["estimated_hours"]))
            values["planned_end_at"], told["Ends"] = end.isoformat(), formats.date_and_clock(end, context.zone.key)
    return _of_order(context, ScheduleWorkOrder, row, f"Schedule order {row['work_order_id']}", values, told)


def propose_start_order(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Say that the crew works at an order."""
    row = _order(context, args, StartWorkOrder)
    return _of_order(context, StartWorkOrder, row, f"Start order {row['work_order_id']}", {}, {})


def propose_complete_order(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Say that an order is done."""
    row = _order(context, args, CompleteWorkOrder)
    return _of_order(context, CompleteWorkOrder, row, f"Complete order {row['work_order_id']}", {}, {})


def propose_hold_order(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Put an order on hold."""
    return _with_reason(context, args, HoldWorkOrder, "Hold")


def propose_cancel_order(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Cancel an order."""
    return _with_reason(context, args, CancelWorkOrder, "Cancel")


def _with_reason(context: ToolContext, args: ChangeAsked, kind: type[WorkOrderCommand], does: str) -> ToolResult:
    row, reason = _order(context, args, kind), text_behind(args.words)
    values, told = ({"reason": reason}, {"Reason": reason}) if reason else ({}, {})
    return _of_order(context, kind, row, f"{does} order {row['work_order_id']}", values, told)


ORDER_PROPOSALS: Final[tuple[Tool[Any], ...]] = (
    proposal_tool(
        "propose_new_order", "A form that makes a work order about a pole, transformer, device or line section.",
        propose_new_order, ORDER,
        ("create work order", "make work order", "new work order", "open work order", "raise work order",
            "issue work order",
         "create order", "schedule replacement", "order replacement", "order inspection", "schedule inspection",
            "schedule trimming", "order trimming", "schedule trim", "order trim", "schedule tree trimming",
            "schedule vegetation", "schedule repair", "order repair", "schedule vegetation work"),
        "create a work order to replace TX-0002-010",
        holds=Holds(
            frozenset({"day"}), text="behind", has_crew=True,
            reads=(
                (_PRIORITY, "priority"),
                ("|".join(pattern for _, pattern in _KINDS), "work_type"),
                (r"\b(?:and|,)\s+(?:assign|give)\s+it\b|\bit\b", ""),
            ),
            words="due date deadline it order job ticket new tree trim replace repair inspection",
        ),
    ),
    proposal_tool(
        "propose_assign_order", "A form that puts a work order into a crew's queue.", propose_assign_order, ORDER,
        ("assign work order", "assign order", "assign order crew", "assign work order crew", "give order to crew",
            "assign", "reassign order", "give"),
        "assign work order 40000001 to Crew-003", holds=Holds(has_crew=True, words="job wo"),
    ),
    proposal_tool(
        "propose_unassign_order", "A form that takes a work order out of its crew's queue.", propose_unassign_order,
        ORDER,
        ("unassign work order", "unassign order", "take crew off order", "take crew off work order",
            "pull crew off order", "remove crew from order"),
        "unassign work order 40000001", holds=Holds(words="job off crew"),
    ),
    proposal_tool(
        "propose_schedule_order", "A form that says when a work order is to be done.", propose_schedule_order, ORDER,
        ("schedule work order", "schedule order", "reschedule order", "plan work order", "schedule", "reschedule",
            "push order", "push work order", "move order", "move work order", "delay order", "postpone order",
            "push job", "move job", "reschedule job"),
        "schedule work order 40000001 for tomorrow 8 am",
        holds=Holds(frozenset({"clock", "day"}), clocks=2, words="until till job begin start"),
    ),
    proposal_tool(
        "propose_start_order", "A form that says that the crew works at an order.", propose_start_order, ORDER,
        ("start work order", "start order", "begin work order"), "start work order 40000001",
    ),
    proposal_tool(
        "propose_complete_order", "A form that says that a work order is done.", propose_complete_order, ORDER,
        ("complete work order", "complete order", "finish work order", "close work order", "close order",
            "finish order"),
        "complete work order 40000001",
    ),
    proposal_tool(
        "propose_hold_order", "A form that puts a work order on hold.", propose_hold_order, ORDER,
        ("hold work order", "put order on hold", "hold order", "pause work order"), "put work order 40000001 on hold",
        holds=Holds(text="behind", words="job"),
    ),
    proposal_tool(
        "propose_cancel_order", "A form that cancels a work order.", propose_cancel_order, ORDER,
        ("cancel work order", "cancel order", "delete work order", "delete order"), "cancel work order 40000001",
        holds=Holds(text="behind", words="job"),
    ),
)  # fmt: skip
