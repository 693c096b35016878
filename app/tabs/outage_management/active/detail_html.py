"""The picked outage as HTML: head, facts, steps, critical customers, ways on. Pure: rows in, HTML out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app import formats
from app.desk import detail_html
from app.desk.timeline import timeline
from app.tabs.outage_management.active import predicted_html, words
from app.tabs.outage_management.active.calls_html import calls_facts
from app.widgets.board import segments
from app.widgets.column import spoken
from app.widgets.html import Markup, el, facts, running_time
from app.widgets.states import empty_state, skeleton

Row = Mapping[str, Any]
PART_TITLES = [
    ("overview", "Overview"),
    ("customers", "Customers"),
    ("timeline", "Timeline"),
    ("isolation", "Isolation"),
]
KIN = {"merged_into": "Merged into outage", "split_from": "Split from outage"}
STEP_HEADS = (("Customers", "is-number"), ("Transformers", "is-number"), ("Out", ""), ("Back", ""), ("Fed by", ""))
KINDS = {"unplanned": "Unplanned", "planned": "Planned", "loss_of_supply": "Loss of supply"}


@dataclass(frozen=True, slots=True, eq=False)
class Picked:
    """What is known of the outage that is picked; what is None has not arrived yet.

    Attributes:
        outage_id: its number.
        facts: the row of outage_facts.sql; an empty one means that there is none.
        moved: the row of moved_outage.sql; an empty one means that it was not moved to the history.
        past: the row of outage_in_history.sql; an empty one means that it is not in the history either.
        steps: rows of outage_steps.sql.
        critical: rows of outage_critical.sql.
        calls: the row of calls_of_outage.sql.
        orders: the row of order_of_outage.sql.
        audit: rows of outage_audit.sql.
        told: the row of outage_prediction.sql.
        can_change: whether whoever looks may change it.
        can_undo: whether whoever looks can take the last step back.
    """

    outage_id: int
    facts: Row | None = None
    moved: Row | None = None
    past: Row | None = None
    steps: Sequence[Row] | None = None
    critical: Sequence[Row] | None = None
    calls: Sequence[Row] | None = None
    orders: Sequence[Row] | None = None
    audit: Sequence[Row] | None = None
    told: Row | None = None
    can_change: bool = False
    can_undo: bool = False


def panel(
    picked: Picked, part: str, time_zone: str, do: Markup, study: Markup | None = None, *, is_stale: bool = False
) -> Markup:
    """The whole panel.

    Args:
        picked: what is known.
        part: the part of it in front.
        time_zone: IANA name of the zone that times are told in.
        do: what can be done with it.
        study: the isolation study, where that part is in front.
        is_stale: the database is away.
    """
    parts = {"overview": _overview, "customers": _customers, "timeline": _timeline}
    body = study or parts[part](picked, time_zone) if picked.facts else _without(picked, time_zone)
    bar = segments("part", "Part of the outage", PART_TITLES, part)
    inside = detail_html.scroll(do, bar, detail_html.body(body, key=part), key=picked.outage_id)
    return detail_html.panel(_head(picked), inside, is_stale=is_stale)


def nothing_picked(card: Markup | None = None, *, can_report: bool) -> Markup:
    """What would stand here, or the card of what else is selected, and the way to a new outage."""
    if card is not None:
        return detail_html.panel(detail_html.scroll(card))
    words_ = empty_state("No outage chosen", "Choose one in the table or tap one on the map: it stands here in detail.")
    new = el("button", "New outage", type="button", cls="button is-primary", data_action="new")
    foot = el("footer", new, cls="panel-foot is-middle") if can_report else None
    return detail_html.panel(words_, foot)


def _without(picked: Picked, time_zone: str) -> Markup:
    if picked.facts is None or picked.moved is None:
        return skeleton(8)
    name = f"Outage {picked.outage_id}"
    if picked.moved:
        return _in_replay(f"{name} was moved to the history; see Replay", picked.moved, time_zone)
    if picked.past:
        return _in_replay(f"{name} is in the history; see Replay", picked.past, time_zone)
    if picked.past is None:
        return empty_state(f"{name} is not in the live database", "The history is being asked.")
    return empty_state(f"There is no outage {picked.outage_id}", "Not in this utility. Choose one in the table.")


def _in_replay(title: str, row: Row, time_zone: str) -> Markup:
    """Where an outage of the past can be looked at."""
    began, ended = (formats.date_and_clock(row[name], time_zone) for name in ("started_at", "restored_at"))
    way = el("button", "Open in Replay", type="button", cls="button is-primary", data_action="replay")
    return el(
        "div", empty_state(title, f"It lasted from {began} to {ended}."), el("footer", way, cls="panel-foot is-middle")
    )


def _head(picked: Picked) -> Markup:
    row = picked.facts
    marks = [words.state_badge(row), detail_html.simulated(row)] if row else []
    over = KINDS[row["kind"]] if row else "Outage"
    name = f"Outage {picked.outage_id}"
    return detail_html.head(over, name, marks, show=f"outage-{picked.outage_id}")


# Overview ------------------------------------------------------------------------------------------------------------


def _overview(picked: Picked, time_zone: str) -> list[Markup]:
    row = picked.facts
    assert row is not None
    hazards = words.hazards(row)
    warning = el("p", el("b", "Hazard: "), hazards, cls="hazard-note", role="note") if hazards else Markup("")
    why = predicted_html.why(row, picked.told, can_change=picked.can_change)
    return [_ways_on(row, picked.orders or ()), warning, predicted_html.inside(picked.told), why, facts(_counts(row)),
            calls_facts(picked.calls), facts(_who(row, time_zone)), facts(_times(row, time_zone)),
            _age_of_rows(row)]  # fmt: skip


def _ways_on(row: Row, orders: Sequence[Row]) -> Markup:
    """What it is about, each a way to select it; their readings around it, and its work order."""
    things = [
        ("substation", None, row["substation_name"]), ("feeder", row["feeder_id"], row["feeder_name"]),
        ("device", row["device_id"], row["device_name"]),
        ("transformer", row["transformer_id"], row["transformer_name"]),
        ("meter", row["meter_id"], row["meter_name"]),
    ]  # fmt: skip
    chips = [detail_html.chip_of(kind, number, name) for kind, number, name in things if number is not None]
    readings = detail_html.chip("readings", None, "Readings around it", is_way=True)
    work = [
        detail_html.chip("order", number, f"Order {number}", "Open its work order", is_way=True)
        for number in (one["work_order_id"] for one in orders)
    ]
    return detail_html.ways(chips, readings, work)


def _counts(row: Row) -> list[tuple[str, object]]:
    before = row["confirmed_at"] is None
    first = (
        ("Customers expected out", formats.number(row["customers_predicted"])) if before
        else ("Customers out now", formats.number(row["customers_out"]))
    )  # fmt: skip
    return [
        first, ("Customers interrupted", formats.number(row["customers_interrupted"])),
        ("Customer minutes so far", formats.number(row["customer_minutes"])),
        ("Priority", words.priority_mark(row)),
    ]  # fmt: skip


def _who(row: Row, time_zone: str) -> list[tuple[str, object]]:
    kin = [(name, str(row[key])) for key, name in KIN.items() if row[key] is not None]
    reason = [("Reason of the ETR", row["estimate_reason"])] if row["estimate_reason"] else []
    return [
        ("Cause", words.cause(row)), ("Crew", words.crew(row)), ("Hazards", words.hazards(row) or "none known"),
        ("ETR", words.estimate(row, time_zone, row["as_of"])), *reason, *kin,
    ]  # fmt: skip


def _times(row: Row, time_zone: str) -> list[tuple[str, object]]:
    named = [
        ("planned_start_at", "Planned from"), ("planned_end_at", "Planned until"), ("started_at", "Supply lost"),
        ("reported_at", "Reported"), ("confirmed_at", "Confirmed"), ("restored_at", "Restored"),
        ("closed_at", "Closed"),
    ]  # fmt: skip
    found = [
        (title, formats.day_and_clock(row[key], time_zone, row["as_of"])) for key, title in named
        if row[key] is not None and not (key == "started_at" and row["confirmed_at"] is None)
    ]  # fmt: skip
    return [("Age", words.age(row)), *found]


def _age_of_rows(row: Row) -> Markup:
    return el("p", f"Version {row['version']}, read ", running_time(row["as_of"], "ago"), cls="details-age")


# Customers -----------------------------------------------------------------------------------------------------------


def _customers(picked: Picked, time_zone: str) -> list[Markup]:
    return [_steps(picked.steps, time_zone), _critical(picked.critical)]


def _steps(steps: Sequence[Row] | None, time_zone: str) -> Markup:
    head = el("h3", "By step of restoration")
    if steps is None:
        return el("section", head, skeleton(3), cls="details-part")
    if not steps:
        return el("section", head, el("p", "Nobody has lost supply in it yet.", cls="secondary"), cls="details-part")
    heads = [el("th", text, scope="col", cls=side) for text, side in STEP_HEADS]
    body = [_step(row, time_zone) for row in steps]
    table = el("table", el("thead", el("tr", heads)), el("tbody", body))
    return el("section", head, el("div", table, cls="steps", tabindex=0), cls="details-part")


def _step(row: Row, time_zone: str) -> Markup:
    back = el("b", "still out") if row["restored_at"] is None else formats.day_and_clock(row["restored_at"], time_zone)
    cells = [
        el("td", formats.number(row["customers"]), cls="is-number"),
        el("td", formats.number(row["transformers"]), cls="is-number"),
        el("td", formats.day_and_clock(row["out_at"], time_zone)), el("td", back),
        el("td", row["fed_by_feeder_name"] or formats.NOTHING),
    ]  # fmt: skip
    return el("tr", cells, data_key=row["interruption_id"])


def _critical(rows: Sequence[Row] | None) -> Markup:
    if rows is None:
        return el("section", el("h3", "Critical customers"), skeleton(2), cls="details-part")
    count = el("span", f"{len(rows):,}", cls="count")
    if not rows:
        none = el("p", "None is affected.", cls="secondary")
        return el("section", el("h3", "Critical customers ", count), none, cls="details-part")
    items = [_critical_item(row) for row in rows]
    return el("section", el("h3", "Critical customers ", count), el("ul", items, cls="children"), cls="details-part")


def _critical_item(row: Row) -> Markup:
    back = "has supply again" if row["restored_at"] is not None else "out"
    kind = el("span", spoken(row["critical_kind"]), cls="is-critical" if back == "out" else "")
    return el(
        "li",
        el("button", kind, el("span", f"{row['account_number']}, {row['transformer_name']}, {back}", cls="secondary"),
           type="button", data_action="select", data_value=f"meter:{row['meter_id']}"),
        data_key=row["account_number"],
    )  # fmt: skip


# Timeline ------------------------------------------------------------------------------------------------------------


def _timeline(picked: Picked, time_zone: str) -> Markup:
    return skeleton(5) if picked.audit is None else timeline(picked.audit, time_zone, can_undo=picked.can_undo)
