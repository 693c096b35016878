"""How the alarm system did in the last day, beside ISA-18.2's figures: shares, floods, bad actors. Pure."""

from __future__ import annotations

import datetime as dt

from app import formats
from app.tabs.field_operations.alarms import words
from app.widgets.html import Markup, el
from app.widgets.states import empty_state, skeleton
from data_sources.analytics.alarms.rates import FLOOD_FROM, FLOOD_TO, PER_HOUR_ACCEPTABLE, PER_HOUR_MOST, SHARE_GUIDE
from data_sources.field.alarms.figures import PRIORITIES, AlarmFigures, BadActor


def rates(found: AlarmFigures | None, zone: str) -> Markup:
    """The whole part; a skeleton before the first answer."""
    if found is None:
        return skeleton(8)
    return el("div", _rate(found), _shares(found), _floods(found, zone), _top(found), cls="detail-body alarm-rates")


def _rate(found: AlarmFigures) -> Markup:
    count = sum(found.annunciated.values())
    told = (
        f"{formats.count_of(count, 'alarm')} in 24 hours for {formats.count_of(found.operators, 'operator')}: "
        f"{formats.number(found.per_hour, 1)} an hour each. ISA-18.2 takes {PER_HOUR_ACCEPTABLE:.0f} for very likely "
        f"acceptable and {PER_HOUR_MOST:.0f} for the most that can be managed. Most in ten minutes: "
        f"{found.most_in_ten_minutes:,}."
    )
    return el("section", el("h3", "Rate"), el("p", told), cls="details-part")


def _shares(found: AlarmFigures) -> Markup:
    head = [el("th", name, scope="col") for name in ("Priority", "Raised", "Share", "Guide", "Open", "Not seen")]
    lines = [
        el("tr", el("th", words.priority_badge(name), scope="row"), _number(found.annunciated[name]),
           el("td", formats.percent(found.share_pct.get(name), 1), cls="is-number"),
           el("td", f"about {SHARE_GUIDE[name]:.0f} %", cls="is-number"), _number(found.open_alarms[name]),
           _number(found.unseen[name]))
        for name in PRIORITIES
    ]  # fmt: skip
    made = el("table", el("thead", el("tr", head)), el("tbody", lines))
    note = el("p", "Guide: 80 / 15 / 5 of ISA-18.2-2016, with less than 1 % of a fourth, highest priority.",
              cls="secondary")  # fmt: skip
    return el("section", el("h3", "By priority, 24 hours"), made, note, cls="details-part")


def _number(count: int) -> Markup:
    return el("td", formats.number(count), cls="is-number")


def _floods(found: AlarmFigures, zone: str) -> Markup:
    lines = [
        el("li", f"{formats.day_and_clock(_at(one.from_ms), zone)} to {formats.clock(_at(one.to_ms), zone)}: "
                 f"{formats.count_of(one.alarms, 'alarm')}")
        for one in reversed(found.floods[-10:])
    ]  # fmt: skip
    none = el("p", f"None: nowhere {FLOOD_FROM} alarms in ten minutes and operator.", cls="secondary")
    rule = el(
        "p", f"From {FLOOD_FROM} alarms in ten minutes and operator until fewer than {FLOOD_TO}.", cls="secondary"
    )
    return el("section", el("h3", "Floods"), [el("ul", lines), rule] if lines else none, cls="details-part")


def _top(found: AlarmFigures) -> Markup:
    if not found.top:
        return el("section", el("h3", "Points that call most"), empty_state("No alarm in 24 hours"), cls="details-part")
    head = [el("th", name, scope="col") for name in ("Of", "What", "Times", "Share")]
    lines = [
        el("tr", el("th", one.asset_name, scope="row"),
           el("td", f"{one.quantity} {one.limit}", _chatters(one)),
           _number(one.times), el("td", formats.percent(one.share_pct, 1), cls="is-number"))
        for one in found.top
    ]  # fmt: skip
    told = (
        f"The ten worst make {formats.percent(found.top_share_pct, 1)}; ISA-18.2 accepts 5 % at most. "
        f"{formats.count_of(found.chattering, 'point')} chattered: three times or more within a minute."
    )
    made = el("table", el("thead", el("tr", head)), el("tbody", lines))
    return el("section", el("h3", "Points that call most"), made, el("p", told, cls="secondary"), cls="details-part")


def _chatters(one: BadActor) -> Markup | None:
    return el("span", " chatters", cls="badge is-warning") if one.is_chattering else None


def _at(ms: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(ms / 1000, dt.UTC)
