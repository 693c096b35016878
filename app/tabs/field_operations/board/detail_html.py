"""What stands beside the board as HTML: one order with the crews for it, or the proposal for all. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from app import formats
from app.desk import detail_html, form_html
from app.desk.fields import Field, Form
from app.tabs.field_operations.board import words
from app.widgets.html import Markup, el, facts
from app.widgets.states import empty_state, skeleton
from data_sources.analytics.dispatch.places import Travel
from data_sources.studies.dispatch.proposal import BoardProposal, ProposedOrder
from data_sources.studies.dispatch.suggestions import RankedCrew, SuggestedCrews, minutes_words

Row = Mapping[str, Any]

NOTHING_PICKED: Final = (
    "No order chosen", "Choose one in the lanes, the list or the map: the crews for it stand here, with why."
)  # fmt: skip
NO_PLACE: Final = "Nobody says where it is: no crew can be suggested. Assign one by hand."


def panel(body: Sequence[object], said: tuple[str, str]) -> Markup:
    """The panel around it, with what came of the last command."""
    tone, text = said
    role = "alert" if tone == "error" else "status"
    told = el("p", text, cls={"error": "form-error", "done": "form-done"}.get(tone, "secondary"), role=role)
    return detail_html.panel(el("div", told, cls="said") if text else None, body)


def nothing(travel: Travel | None, is_demo: bool) -> list[Markup]:
    """What would stand here, and how fast crews are taken to drive."""
    return [empty_state(*NOTHING_PICKED), *([_speeds(travel, is_demo)] if travel else [])]


def order(
    row: Row, crew: Row | None, found: SuggestedCrews | None, *, is_waiting: bool, form: Markup | None, time_zone: str,
    travel: Travel, can_change: bool, turn: int, is_demo: bool,
    now: dt.datetime,
) -> list[Markup]:  # fmt: skip
    """One order.

    Args:
        row: of the board.
        crew: that has it; None for none.
        found: crews for it; None where it has no place or is under way.
        is_waiting: whether they are still looked for.
        form: to assign by hand.
        time_zone: of its times.
        travel: how fast crews are taken to drive.
        can_change: whether anything can be.
        now: the present.
        is_demo: its crews are the demo's.
        turn: counts what was given, so that each press has a key of its own.
    """
    head = detail_html.head(f"Order {row['number']}", row["title"], show=f"order-{row['work_order_id']}")
    who = [("Crew", crew["crew_name"] if crew else "none yet")]
    ways = [_way("orders", row["work_order_id"], "Open the order")]
    ways += [_way("outage", row["outage_id"], f"Outage {row['outage_id']}")] if row["outage_id"] else []
    ways += [_way("unassign", row["work_order_id"], "Take its crew off")] if crew and can_change else []
    inside = [
        detail_html.ways(ways, label="What can be done"),
        facts((*who, *words.facts(row, time_zone))),
        _crews(found, row, is_waiting, time_zone, now, can_change, turn),
        form,
        _speeds(travel, is_demo),
    ]
    return [head, detail_html.scroll(inside, key=row["work_order_id"])]


def _way(action: str, value: object, text: str) -> Markup:
    return detail_html.chip(action, value, text, is_way=True)


def _crews(
    found: SuggestedCrews | None,
    row: Row,
    is_waiting: bool,
    time_zone: str,
    now: dt.datetime,
    can_change: bool,
    turn: int,
) -> Markup:
    head = el("h3", "Crews for it, the best first")
    if is_waiting:
        return el("section", head, skeleton(4), cls="crews-for")
    if found is None:
        why = NO_PLACE if row["lon"] is None else "It is under way or on hold: put it back into the queue first."
        return el("section", head, el("p", why, cls="secondary"), cls="crews-for")
    ranked = [_crew(one, row, time_zone, now, can_change, turn) for one in found.crews]
    none = [] if ranked else [el("p", "No crew can do it in this or its next shift.", cls="secondary")]
    others = f"Left out: {'; '.join(found.others)}." if found.others else ""
    return el("section", head, el("ol", ranked, cls="ranked") if ranked else None, none,
              el("p", others, cls="secondary") if others else None, cls="crews-for")  # fmt: skip


def _crew(one: RankedCrew, row: Row, time_zone: str, now: dt.datetime, can_change: bool, turn: int) -> Markup:
    times = words.span(one.begins_at, one.ends_at, time_zone, now)
    send = None
    if can_change:
        fields = {"crew_id": one.crew_id, "at": one.begins_at.isoformat()}
        hidden = [el("input", type="hidden", name=name, value=value, data_rev=value) for name, value in fields.items()]
        button = el("button", "Assign", type="submit", cls="button", aria_label=f"Assign {one.crew_name}")
        send = el("form", hidden, button, data_submit="give", data_key=f"{row['work_order_id']}-{one.crew_id}-{turn}",
                  cls="action-form")  # fmt: skip
    why = el("ul", [el("li", text) for text in one.why], cls="why")
    warn = " is-late" if one.pushes_out else ""
    return el("li", el("div", el("b", one.crew_name), el("span", times, cls="secondary"), send, cls="ranked-head"), why,
              cls="ranked-crew" + warn, data_key=one.crew_id)  # fmt: skip


def by_hand(row: Row, crews: Sequence[Row], time_zone: str, key: str, error: tuple[str, str]) -> Markup:
    """The form that gives it to any crew at any time."""
    known = [(str(one["crew_id"]), f"{one['crew_name']} ({words.crew_line(one)})") for one in crews]
    crew = Field("crew_id", "Crew", "choice", [("", "Choose a crew"), *known])
    when = Field("at", "Work begins", "time", is_needed=False, hint="Left out: as soon as the crew is free.")
    fields = [crew] if row["outage_id"] is not None else [crew, when]
    shown = Form("hand", "Assign by hand", "Assign", fields)
    return form_html.form(
        shown, time_zone, row["version"], key, error=error, sent="hand", back="close", about=row["work_order_id"]
    )


def proposal(
    found: BoardProposal, time_zone: str, travel: Travel, now: dt.datetime, *, is_busy: bool, is_demo: bool
) -> list[Markup]:
    """What the whole board would become, with the way to apply it."""
    orders, crews = len(found.orders), len({one.crew_id for one in found.orders})
    name = f"{formats.count_of(orders, 'order')} to {formats.count_of(crews, 'crew')}"
    rows = [_proposed(one, time_zone, now) for one in found.orders]
    inside = [
        el("p", f"{minutes_words(found.drive_minutes)} of driving in all. Nothing is changed before you apply it; it "
           "stands dashed in the lanes.", cls="secondary"),
        el("ol", rows, cls="ranked") if rows else el("p", "Nothing that waits finds a place.", cls="secondary"),
        _left(found), _delayed(found), _method(found), _speeds(travel, is_demo),
    ]  # fmt: skip
    out = detail_html.close("discard", "Discard the proposal")
    head = detail_html.head("Suggested for the whole board", name, show=None, out=out)
    return [head, detail_html.scroll(inside, key="proposal"), _apply(found, is_busy)]


def _left(found: BoardProposal) -> Markup | None:
    if not found.left:
        return None
    lines = [el("li", el("b", f"Order {number}"), f" {title}: {why}") for number, title, why in found.left]
    return el(
        "section", el("h3", f"{formats.count_of(len(lines), 'order')} without a place"), el("ul", lines, cls="why")
    )


def _delayed(found: BoardProposal) -> Markup | None:
    if not found.delayed:
        return None
    told = ", ".join(f"{number} by {minutes_words(minutes)}" for number, minutes in found.delayed)
    return el("p", f"Done later than planned, within their shifts: {told}.", cls="secondary")


def _method(found: BoardProposal) -> Markup:
    rounds, moves = formats.count_of(found.rounds, "round"), formats.count_of(found.moves, "move")
    text = f"Method: {rounds} of assignment at least cost, urgent before due before routine; {moves} made it cheaper."
    return el("p", text, cls="secondary")


def _apply(found: BoardProposal, is_busy: bool) -> Markup:
    """The key is of what is proposed: the same proposal is never applied twice."""
    versions = sum(one.version * one.work_order_id for one in found.orders)
    count = len(found.orders)
    button = el("button", f"Apply {count}", type="submit", cls="button is-primary", disabled=is_busy or not count)
    apply = el("form", button, data_submit="apply", data_key=f"apply-{count}-{versions}", cls="action-form")
    discard = el("button", "Discard", type="button", cls="button", data_action="discard")
    return el("footer", discard, apply, cls="panel-foot is-ends")


def _proposed(one: ProposedOrder, time_zone: str, now: dt.datetime) -> Markup:
    when = words.span(one.begins_at, one.ends_at, time_zone, now)
    name = el("button", f"Order {one.number}", type="button", cls="chip is-way", data_action="pick",
              data_value=one.work_order_id, title="Show the crews for it")  # fmt: skip
    head = el("div", el("b", one.crew_name), el("span", when, cls="secondary"), cls="ranked-head")
    why = el("p", one.why, cls="secondary")
    return el("li", head, el("p", name, " ", one.title), why, cls="ranked-crew", data_key=one.work_order_id)


def _speeds(travel: Travel, is_demo: bool) -> Markup:
    text = (
        f"Drives by estimate: straight line × {travel.detour:g} at {travel.day_kmh:.0f} km/h by day and "
        f"{travel.day_kmh * travel.night_factor:.0f} km/h by night ({travel.night_begins / 60:.0f} to "
        f"{travel.night_ends / 60:.0f} h), {travel.set_out_minutes:.0f} min to set out."
    )
    pace = " The demo's crews drive and work faster than this, at the pace of its simulator." if is_demo else ""
    return el("p", text, pace, cls="secondary speeds")
