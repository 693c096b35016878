"""A call as HTML: what was said, whose account it is, what is known there, what came of it. Pure: rows in, HTML out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from app import formats
from app.desk import detail_html
from app.desk.timeline import timeline
from app.tabs.outage_management.calls import words
from app.widgets.column import words as spoken
from app.widgets.html import Markup, el, join, known_facts, running_time
from app.widgets.states import empty_state, skeleton

Row = Mapping[str, Any]
Pairs = Sequence[tuple[str, object]]


def panel(
    call_id: int, row: Row | None, audit: Sequence[Row] | None, do: Markup | None, time_zone: str, *, is_stale: bool
) -> Markup:
    """The whole panel.

    Args:
        call_id: which call.
        row: of one_call.sql; None before it comes, an empty one means that there is none.
        audit: rows of call_audit.sql; None before they come.
        do: what can be done with it.
        time_zone: IANA name of the zone that times are told in.
        is_stale: the database is away.
    """
    body = _body(call_id, row, audit, time_zone) if row else _without(call_id, row)
    inside = detail_html.scroll(do, detail_html.body(body), key=call_id)
    return detail_html.panel(_head(call_id, row), inside, is_stale=is_stale)


def _without(call_id: int, row: Row | None) -> Markup:
    return skeleton(8) if row is None else empty_state(f"There is no call {call_id}", "Not in this utility.")


def _head(call_id: int, row: Row | None) -> Markup:
    marks = [words.symptom_badge(row), detail_html.simulated(row)] if row else []
    over = "Closed call" if row and row["closed_at"] is not None else "Trouble call"
    return detail_html.head(over, f"Call {call_id}", marks, show=f"call-{call_id}")


def _body(call_id: int, row: Row, audit: Sequence[Row] | None, time_zone: str) -> list[Markup]:
    history = skeleton(3) if audit is None else timeline(audit, time_zone, of="call")
    part = el("section", el("h3", "Timeline"), history, cls="details-part", data_key=f"timeline-{call_id}")
    return [_ways_on(row), _warning(row), known_facts(_who(row)), known_facts(_said(row, time_zone)),
            known_facts(_known(row, time_zone)), part]  # fmt: skip


def _ways_on(row: Row) -> Markup:
    """What it is about, each a way to it."""
    things = [("feeder", row["feeder_id"], row["feeder_name"]),
              ("transformer", row["transformer_id"], row["transformer_name"]),
              ("meter", row["meter_id"], row["meter_name"])]  # fmt: skip
    chips = [detail_html.chip_of(kind, number, name) for kind, number, name in things if number is not None]
    number = row["outage_id"]
    outage = None if number is None else detail_html.chip("outage", number, f"Outage {number}", is_way=True)
    return detail_html.ways(chips, outage)


def _warning(row: Row) -> Markup:
    if is_still_out(row):
        words_ = "not supplied after the outage was restored. Perhaps a nested outage: report it, or attach the call."
        return el("p", el("b", "Still out: "), words_, cls="hazard-note", role="note")
    if words.is_hazard(row):
        return el("p", el("b", "Hazard: "), words.SYMPTOM_WORDS[row["symptom"]], cls="hazard-note", role="note")
    return Markup("")


def is_still_out(row: Row) -> bool:
    """Whether the customer said after restoration that there is no supply."""
    back, at = row["outage_restored_at"], row["called_back_at"]
    return row["callback"] == "not_supplied" and back is not None and at is not None and at >= back


def is_due(row: Row) -> bool:
    """Whether supply is back and the customer is still to be called."""
    return (
        row["closed_at"] is None and row["callback"] in ("wanted", "not_reached")
        and row["outage_restored_at"] is not None
    )  # fmt: skip


def _who(row: Row) -> Pairs:
    where = row["service_address"] or (None if row["meter_name"] else f"{row['lat']:.5f}, {row['lon']:.5f}")
    return [
        ("Customer", join(row["customer_name"] or "No account", _critical(row))) if row["customer_name"]
        or row["account_number"] is None else ("Critical", words.critical_badge(row)),
        ("Address", where), ("Account", row["account_number"]), ("Caller", row["caller_name"]),
        ("Call back at", row["caller_phone"] or row["phone"]),
    ]  # fmt: skip


def _critical(row: Row) -> Markup | None:
    badge = words.critical_badge(row)
    return None if badge is None else join(" ", badge)


def _said(row: Row, time_zone: str) -> Pairs:
    note = None if not row["note"] else join([el("div", line) for line in row["note"].split("\n")])
    called = join(formats.day_and_clock(row["called_at"], time_zone), " (", running_time(row["called_at"], "ago"), ")")
    return [
        ("Seen", words.SYMPTOM_WORDS[row["symptom"]]), ("Called", called), ("Taken by", row["taken_by"]),
        ("Calls", words.times_called(row)), ("Note", note), ("Call-back", _callback(row, time_zone)),
    ]  # fmt: skip


def _callback(row: Row, time_zone: str) -> object:
    text = words.CALLBACK_WORDS[row["callback"]]
    if is_due(row):
        return join(el("span", "Due", cls="badge is-attention"), f" {text.lower()}, supply is back")
    if row["called_back_at"] is None:
        return text
    return f"{text}, {formats.day_and_clock(row['called_back_at'], time_zone)} by {row['called_back_by']}"


def _known(row: Row, time_zone: str) -> Pairs:
    if row["outage_id"] is None:
        return [("Outage", "Nobody knows yet")]
    told = ("Outage", words.outage_words(row))
    # Without a state it was moved to the history.
    return [told, *outage_facts(row, row["outage_restored_at"], time_zone)] if row["outage_state"] else [told]


def outage_facts(row: Row, restored_at: dt.datetime | None, time_zone: str) -> Pairs:
    """What can be told a customer of an outage: when supply is back, and who works at it."""
    if restored_at is not None:
        return [("Restored", formats.day_and_clock(restored_at, time_zone))]
    at = row["estimated_restoration_at"]
    etr = "Not known yet" if at is None else join(
        el("b", formats.day_and_clock(at, time_zone)), " (", running_time(at, "until"), ")"
    )  # fmt: skip
    crew = f"{row['crew_name']}, {spoken(row['crew_status']).lower()}" if row["crew_name"] else "No crew yet"
    return [("Supply is back", etr), ("Crew", crew)]
