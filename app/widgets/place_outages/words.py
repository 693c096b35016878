"""Outages of a place in words and figures: a part of a panel, and what tables and figures of them say. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from app import formats
from app.widgets.column import spoken, words
from app.widgets.html import Markup, el, running_time
from app.widgets.states import skeleton
from data_sources.history.place_outages import Means, PlaceOutage, PlacePeriod, PlaceRecord

LISTED = 6
HEADS = ("Period", "Interruptions", "Minutes", "Momentary")
TIP = (
    "IEEE 1366: interruptions of more than five minutes and the minutes they lasted; shorter ones are momentary. "
    "Of a feeder and the utility: mean a customer served (SAIFI, SAIDI, MAIFI)."
)


def part(record: PlaceRecord | None, time_zone: str, *, is_feeder: bool, note: str = "") -> Markup:
    """The part of a panel: figures beside the means, the latest outages.

    Actions: "outage" and "replay" (outage_id each), "outages" (all of them are wanted).

    Args:
        record: of the place; None while it is on its way.
        time_zone: IANA name of the utility's clock.
        is_feeder: the place is a feeder, else a transformer.
        note: why there is no record.
    """
    head = el("h3", "Outages")
    if record is None:
        return el("section", head, el("p", note, cls="secondary") if note else skeleton(4), cls="details-part po")
    return el(
        "section", head, _periods(record, is_feeder=is_feeder), _latest(record.outages, time_zone),
        cls="details-part po",
    )  # fmt: skip


def out_now(record: PlaceRecord | None, time_zone: str) -> Markup | None:
    """What is out now, largest in view; action "outage" (outage_id). None where nothing is."""
    lasting = () if record is None else record.now
    return el("div", [_now(one, time_zone) for one in lasting], cls="po-lasting") if lasting else None


def _now(one: PlaceOutage, time_zone: str) -> Markup:
    """What is out now: since when, until when, in which state; a click opens it."""
    etr = one.estimated_restoration_at
    until = ["ETR ", formats.day_and_clock(etr, time_zone)] if etr is not None else "no ETR yet"
    since = el("b", "Out for ", running_time(one.out_at, "lasting"))
    line = el("span", f"since {formats.day_and_clock(one.out_at, time_zone)} · ", until, cls="secondary")
    state = el("span", f"{words(one.state)} · outage {one.outage_id}", cls="secondary")
    return el(
        "button", since, line, state, type="button", cls="po-now", data_action="outage", data_value=one.outage_id,
        data_key=f"now:{one.outage_id}", title="Open in Outage Management",
    )  # fmt: skip


def _periods(record: PlaceRecord, *, is_feeder: bool) -> Markup:
    recent, *years = record.periods
    lines = [_line("Last 12 months", recent.place, is_mean=is_feeder)]
    if not is_feeder:
        lines.append(_line("its feeder's mean", recent.feeder, cls="po-mean"))
    lines.append(_line("the utility's mean", recent.utility, cls="po-mean"))
    lines += [_line(period_words(one, record), one.place, is_mean=is_feeder) for one in years if _has_any(one)]
    heads = el("tr", [el("th", text, scope="col") for text in HEADS])
    caption = el("caption", "Mean a customer" if is_feeder else "Of this transformer", cls="secondary")
    return el("table", caption, el("thead", heads), el("tbody", lines), cls="po-table", title=TIP)


def _has_any(period: PlacePeriod) -> bool:
    """Whether anything is on record of a year: before the record begins there is nothing to say."""
    means = period.utility
    return means is None or bool(means.interruptions or means.momentary)


def period_words(period: PlacePeriod, record: PlaceRecord) -> str:
    """`Last 12 months`, `2025`, `2026 so far`."""
    if period.year is None:
        return "Last 12 months"
    years = [one.year for one in record.periods if one.year is not None]
    return f"{period.year} so far" if period.year == max(years) else str(period.year)


def figure_of(value: float | None, *, is_mean: bool) -> str:
    """A count of one transformer is whole, a mean is none."""
    return formats.number(value, 2 if is_mean else 0)


def _line(title: str, means: Means | None, *, is_mean: bool = True, cls: str = "") -> Markup:
    told = (None, None, None) if means is None else (means.interruptions, means.minutes, means.momentary)
    cells = [figure_of(told[0], is_mean=is_mean), formats.number(told[1]), figure_of(told[2], is_mean=is_mean)]
    return el("tr", el("th", title, scope="row"), [el("td", text) for text in cells], cls=cls, data_key=title)


def _latest(outages: Sequence[PlaceOutage], time_zone: str) -> list[Markup]:
    over = [one for one in outages if one.restored_at is not None]
    if not over:
        return [el("p", "No outage is on record here.", cls="secondary")]
    items = [_item(one, time_zone) for one in over[:LISTED]]
    every = f"All {len(over):,}, with figures and readings" if len(over) > 1 else "With figures and readings"
    more = el("button", every, type="button", cls="chip po-all", data_action="outages")
    return [el("ul", items, cls="children"), more]


def _item(one: PlaceOutage, time_zone: str) -> Markup:
    first = el("span", formats.date_and_clock(one.out_at, time_zone), f" · {lasted(one)}")
    second = el(
        "span", f"{spoken(one.cause)} · {formats.count_of(one.customers_interrupted, 'customer')}", cls="secondary"
    )
    is_open = one.is_live
    return el(
        "li",
        el("button", first, second, type="button", data_action="outage" if is_open else "replay",
           data_value=one.outage_id, title="Open in Outage Management" if is_open else "Open Replay at that moment"),
        data_key=one.outage_id,
    )  # fmt: skip


def lasted(one: PlaceOutage) -> str:
    """How long supply was away here, first loss to last return."""
    if one.restored_at is None:
        return "still out"
    return formats.duration((one.restored_at - one.out_at).total_seconds() / 60)
