"""The lanes and the list beside them as HTML. Pure: the board in, HTML out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app import formats
from app.tabs.field_operations.board import words
from app.widgets.column import words as spelled
from app.widgets.html import Markup, el
from app.widgets.states import empty_state
from data_sources.studies.dispatch.lanes import Lane, Stretch, StretchKind
from data_sources.studies.dispatch.proposal import BoardProposal, ProposedOrder

Row = Mapping[str, Any]
Proposed = Mapping[int, ProposedOrder]

KIND_WORDS: Final[dict[StretchKind, str]] = {
    "done": "done", "at_work": "at work, expected until then", "on_way": "on its way, expected until then",
    "drive": "drive", "work": "planned",
}  # fmt: skip
STATUS_WORDS: Final = {
    "available": "free", "assigned": "sent", "en_route": "on its way", "working": "at work", "off_shift": "off shift",
}  # fmt: skip
NO_CREWS: Final = ("No crew has this skill", "Choose another skill over the list, or all of them.")
NOTHING_WAITS: Final = ("Nothing waits", "Every order of this kind has a crew.")


@dataclass(frozen=True, slots=True)
class LaneAxis:
    """The time that is shown, half-open, aware.

    Attributes:
        begins_at: its beginning, a full hour.
        hours: how long.
        now: the present.
        time_zone: in which hours are told.
    """

    begins_at: dt.datetime
    hours: int
    now: dt.datetime
    time_zone: str

    @classmethod
    def around(cls, now: dt.datetime, hours: int, time_zone: str) -> LaneAxis:
        """From the full hour before the last one."""
        begins = now.replace(minute=0, second=0, microsecond=0) - dt.timedelta(hours=1)
        return cls(begins, hours, now, time_zone)

    def share(self, at: dt.datetime) -> float:
        """Where an instant lies, 0 to 100; what is beside it at the ends."""
        return min(max((at - self.begins_at).total_seconds() / 36 / self.hours, 0.0), 100.0)

    def at(self, along: float) -> dt.datetime:
        """The instant at a share from 0 to 1, to five minutes."""
        minutes = round(along * self.hours * 12) * 5
        return self.begins_at + dt.timedelta(minutes=minutes)


def board(
    axis: LaneAxis, lanes: Sequence[Lane], waiting: Sequence[Row], count: int, picked: int | None,
    proposal: BoardProposal | None, *, can_change: bool,
) -> Markup:  # fmt: skip
    """Lanes and list.

    Args:
        axis: the time shown.
        lanes: of the crews shown.
        waiting: orders without a crew.
        count: of all that wait.
        picked: number of the order in detail.
        proposal: what the whole board would become; None for none.
        can_change: whether orders can be dragged.
    """
    proposed = {one.work_order_id: one for one in proposal.orders} if proposal else {}
    return el(
        "div", _pool(axis, waiting, count, picked, proposed, can_change),
        _lanes(axis, lanes, picked, proposed, can_change), cls="dispatch",
    )  # fmt: skip


# The list ------------------------------------------------------------------------------------------------------------


def _pool(
    axis: LaneAxis, waiting: Sequence[Row], count: int, picked: int | None, proposed: Collection[int], can_change: bool
) -> Markup:
    shown = f"the {len(waiting)} most urgent of {formats.number(count)}" if count > len(waiting) else ""
    cards = [_card(axis, row, picked, row["work_order_id"] in proposed, can_change) for row in waiting]
    head = el("h3", "Waiting for a crew ", el("span", formats.number(count), cls="count"), cls="pool-head")
    more = el("p", shown, cls="secondary pool-more") if shown else None
    body = el("ul", cards, cls="pool-list") if cards else empty_state(*NOTHING_WAITS)
    return el("section", head, more, body, cls="pool", data_drop="unassign", aria_label="Orders waiting for a crew")


def _card(axis: LaneAxis, row: Row, picked: int | None, is_proposed: bool, can_change: bool) -> Markup:
    number, urgency = row["work_order_id"], words.urgency(row, axis.now, axis.time_zone)
    marks = [spelled(row["skill"]).lower(), *([words.due(row, axis.now, axis.time_zone)] if row["due_on"] else [])]
    hours = "" if row["estimated_hours"] is None else formats.duration(60 * row["estimated_hours"])
    return el(
        "li",
        el(
            "button", el("span", el("b", row["number"]), el("span", hours, cls="secondary"), cls="card-head"),
            el("span", row["title"], cls="card-title"),
            el("span", urgency, " · ", " · ".join(marks), " · proposed" if is_proposed else "", cls="secondary"),
            type="button", cls=f"order-card is-{urgency}", data_action="pick", data_value=number,
            data_drag=number if can_change else None, draggable="true" if can_change else None,
            aria_pressed="true" if number == picked else "false",
        ),
        data_key=number,
    )  # fmt: skip


# The lanes -----------------------------------------------------------------------------------------------------------


def _lanes(axis: LaneAxis, lanes: Sequence[Lane], picked: int | None, proposed: Proposed, can_change: bool) -> Markup:
    if not lanes:
        return el("section", empty_state(*NO_CREWS), cls="lanes")
    rows = [_lane(axis, lane, picked, proposed, can_change) for lane in lanes]
    return el("section", _ruler(axis), el("ol", rows, cls="lane-list"), cls="lanes", aria_label="Crews over time")


def _ruler(axis: LaneAxis) -> Markup:
    step = 1 if axis.hours <= 12 else 2
    ticks = []
    for hour in range(0, axis.hours, step):
        at = axis.begins_at + dt.timedelta(hours=hour)
        text = formats.clock(at, axis.time_zone).split()[0]
        ticks.append(el("span", text, cls="tick", style=f"left:{axis.share(at):.2f}%"))
    zone = formats.clock(axis.now, axis.time_zone).split()[-1]
    now = el("i", cls="now-mark", title="Now", style=f"left:{axis.share(axis.now):.2f}%")
    return el("div", el("span", f"Hours in {zone}", cls="ruler-name"), el("div", ticks, now, cls="ruler-time"),
              cls="ruler")  # fmt: skip


def _lane(axis: LaneAxis, lane: Lane, picked: int | None, proposed: Proposed, can_change: bool) -> Markup:
    crew, shift = lane.crew, lane.shift
    left, right = axis.share(shift.begins_at), axis.share(shift.ends_at)
    hours = el(
        "i", cls="shift" + ("" if shift.is_said else " is-unsaid"), style=f"left:{left:.2f}%;width:{right - left:.2f}%"
    )
    now = el("i", cls="now-line", style=f"left:{axis.share(axis.now):.2f}%")
    bars = [_bar(axis, one, picked, proposed, can_change) for one in lane.stretches if _is_seen(axis, one)]
    held = f", {len(lane.held)} on hold" if lane.held else ""
    state = STATUS_WORDS[crew["status"]] + held
    name = el(
        "button", el("b", crew["crew_name"]), el("span", state, cls=f"secondary is-{crew['status']}"), type="button",
        cls="lane-name", data_action="crew", data_value=crew["crew_id"], title=words.crew_line(crew),
    )  # fmt: skip
    time = el("div", hours, now, bars, cls="lane-time", data_along=True)
    return el("li", name, time, cls="lane", data_key=crew["crew_id"], data_drop="assign", data_value=crew["crew_id"])


def _is_seen(axis: LaneAxis, one: Stretch) -> bool:
    return axis.share(one.ends_at) > 0 and axis.share(one.begins_at) < 100


def _bar(axis: LaneAxis, one: Stretch, picked: int | None, proposed: Proposed, can_change: bool) -> Markup:
    row, number = one.order, one.order["work_order_id"]
    left, right = axis.share(one.begins_at), axis.share(one.ends_at)
    place = f"left:{left:.2f}%;width:{max(right - left, 0.3):.2f}%"
    told = _told(axis, one, proposed.get(number))
    if one.kind == "drive":
        return el("i", cls="bar is-drive", style=place, title=told)
    names = ["bar", "is-proposed" if number in proposed else f"is-{one.kind.replace('_', '-')}"]
    names += ["is-late"] if one.is_late else []
    names += ["is-urgent"] if words.is_urgent(row, axis.now, axis.time_zone) and one.kind != "done" else []
    can_drag = can_change and one.kind == "work" and number not in proposed
    return el(
        "button", el("span", row["title"], cls="whole"), el("span", row["number"][-4:], cls="short"), type="button",
        cls=" ".join(names), style=place, title=told,
        aria_label=told, data_action="pick", data_value=number, data_drag=number if can_drag else None,
        draggable="true" if can_drag else None, aria_pressed="true" if number == picked else "false",
        data_key=f"{number}-{one.kind}",
    )  # fmt: skip


def _told(axis: LaneAxis, one: Stretch, proposed: ProposedOrder | None) -> str:
    begins, ends = (formats.clock(at, axis.time_zone) for at in (one.begins_at, one.ends_at))
    kind = f"proposed, {proposed.why}" if proposed and one.kind == "work" else KIND_WORDS[one.kind]
    late = ", beyond the shift or after it is due" if one.is_late else ""
    return f"Order {one.order['number']}, {one.order['title']}: {kind}, {begins} to {ends}{late}"
