"""What the view of replays shows of an instant and of an outage: figures, columns, the card, words. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from app import formats
from app.charts.lines import Line
from app.charts.time_axis import ticks
from app.tabs.outage_management.replay.asked import RecordTold, ReplayAnswer
from app.widgets.column import Column, spoken, words
from app.widgets.figures import Figure
from app.widgets.html import Markup, el, icon
from data_sources.analytics.clock import aware_utc, local_day
from data_sources.history.replays import ReplayRecord

Row = Mapping[str, Any]
FIGURES: Final = 5
TICKS: Final = 6  # under the time bar
NOBODY_OUT: Final = "Nobody was without supply in this period."
MINUTE_MS: Final = 60_000


def columns(found: ReplayAnswer) -> list[Column]:
    """Of the table of outages; the zone stands in the headings, since eight columns have no room for it in cells."""
    record = found.record
    ends = [at.astimezone(formats.zone(record.time_zone)) for at in (record.from_at, record.to_at)]
    zone = "/".join(dict.fromkeys(formats.zone_label(at) for at in ends))

    def moment(key: str, title: str, tip: str) -> Column:
        return Column(key, title, "time", unit=zone, tip=tip, write=lambda row: _moment(row[key], record))

    return [
        Column("number", "Outage"),
        moment("started_at", "Start", "When the first customer lost supply."),
        moment("restored_at", "Restored", "When the last customer had supply again; a dash while it lasts."),
        Column("feeder_name", "Place", tip="The feeder."),
        Column("cause", "Cause", write=cause_words),
        Column("customers", "Customers", "count"),
        Column(
            "customer_minutes",
            "Minutes",
            "count",
            tip="Customer minutes interrupted, so far where it lasts.",
        ),
        Column("is_major", "MED", "flag", tip="Began on a major event day (IEEE 1366, 2.5 beta)."),
    ]


def _moment(at: dt.datetime | None, record: ReplayRecord) -> str:
    """`8 Jul 14:05`; with the year where the period is longer than one."""
    if at is None:
        return formats.NOTHING
    local = at.astimezone(formats.zone(record.time_zone))
    is_long = (record.to_at - record.from_at).days > 366
    return f"{local.day} {local:%b %Y %H:%M}" if is_long else f"{local.day} {local:%b %H:%M}"


def cause_words(row: Row) -> str:
    """The cause, and whether it was planned or came from above."""
    cause = spoken(row["cause"] or "unknown")
    return cause if row["kind"] in ("unplanned", row["cause"]) else f"{cause}, {words(row['kind']).lower()}"


def labels(found: ReplayAnswer) -> list[str]:
    """Each frame's instant on the utility's clock; of more than a year with its year."""
    zone, record = found.record.time_zone, found.record
    write = formats.day_and_clock if (record.to_at - record.from_at).days <= 366 else formats.date_and_clock
    return [write(aware_utc(at), zone) for at in found.film.at_ms.astype("datetime64[ms]")]


def marks(found: ReplayAnswer) -> list[list[Any]]:
    """Ticks under the time bar: place as a share of it, and name."""
    first, end = found.film.at_ms[[0, -1]].astype("datetime64[ms]")
    made = ticks(first, end, found.record.time_zone, TICKS)
    low, high = found.record.from_ms, found.record.to_ms
    return [[(at - low) / (high - low), name] for at, name in made.items() if low <= at <= high]


def shape(found: ReplayAnswer) -> list[float]:
    """The curve behind the time bar, from 0 to 1."""
    most = max(int(found.most_out.max()), 1)
    return [round(one / most, 4) for one in found.most_out.tolist()]


def lines(found: ReplayAnswer) -> tuple[np.ndarray, list[Line]]:
    """(instants, customers out, step by step, and SAIDI so far at each of them)."""
    at, out = found.drawn.corners
    name = "Customers out" if found.is_exact else f"Most customers out in each {_frame_words(found)}"
    saidi = Line("SAIDI so far", "min", found.record.saidi_minutes(at))
    return at.astype("datetime64[ms]"), [Line(name, "customers", out.astype(np.float64)), saidi]


def _frame_words(found: ReplayAnswer) -> str:
    """How long a frame is, as `2 h 00 min`."""
    return formats.duration(float(found.film.at_ms[1] - found.film.at_ms[0]) / MINUTE_MS)


def figures(found: ReplayAnswer, frame: int) -> list[Figure]:
    """Those of the instant of a frame."""
    record, at = found.record, int(found.film.at_ms[frame])
    now = record.replay.instant(at, record.from_ms)
    served = record.customers_served
    share = f"{formats.percent(100 * now.customers_out / served, 2)} of {formats.number(served)}" if served else ""
    out = record.replay.rows.transformer[found.film.rows(frame)]
    known = bool((record.replay.rows.transformer >= 0).any())
    transformers = formats.number(len(np.unique(out[out >= 0]))) if known else formats.NOTHING
    kva = f"{formats.number(now.kva_out)} kVA" if known else "this record names none"
    saidi = float(found.saidi_minutes[frame])
    return [
        Figure("Customers out", formats.number(now.customers_out), note=share),
        Figure("Outages open", formats.number(now.outages), note="with anybody out"),
        Figure("Transformers out", transformers, note=kva),
        Figure("SAIDI so far", formats.number(saidi, 2), "min", "sustained, since the period began"),
        _restored(found, at),
    ]


def _restored(found: ReplayAnswer, at: int) -> Figure:
    """Customers who had supply again since most of the period were out."""
    peak_at, peak = found.curve.peak
    when = formats.day_and_clock(aware_utc(np.datetime64(peak_at, "ms")), found.record.time_zone)
    note = f"peak {formats.number(peak)} at {when}" if peak else "nobody was out"
    if at < peak_at or not peak:
        return Figure("Restored since peak", formats.NOTHING, note=f"{note}, yet to come" if peak else note)
    return Figure("Restored since peak", formats.number(found.record.replay.customers_restored(peak_at, at)), note=note)


def period_words(found: ReplayAnswer) -> str:
    """`8 Jul 2024 00:00 CDT to 18 Jul 2024 00:00 CDT`."""
    zone = found.record.time_zone
    return f"{formats.date_and_clock(found.record.from_at, zone)} to {formats.date_and_clock(found.record.to_at, zone)}"


def nothing_words(found: ReplayAnswer, told: RecordTold | None) -> str:
    """Why there is nothing to see; empty where there is something."""
    record = found.record
    if record.outages.num_rows:
        return ""
    first = None if told is None else told.first_day
    if first is not None and local_day(record.to_at, record.time_zone) <= first:
        return f"Nothing is on record before {first.day} {first:%b %Y}."
    return NOBODY_OUT


def card(row: Row | None, outage_id: int, zone: str, state: str | None) -> Markup:
    """What is picked, and the way to its timeline.

    Args:
        row: of the table; None where the period has no such outage.
        outage_id: its number.
        zone: IANA name of the zone that times are told in.
        state: where PostgreSQL still has it; None where it does not.
    """
    label = "Let it go"
    close = el(
        "button", icon("close"), type="button", cls="tool is-bare", data_action="close", aria_label=label, title=label
    )
    head = el("header", el("h2", f"Outage {outage_id}"), close)
    if row is None:
        words_ = el("p", "It is not among those of this period and place: choose others, or another outage.")
        return el("section", head, words_, cls="replay-card", role="status")
    facts = [
        ("Cause", cause_words(row)), ("Place", " · ".join(filter(None, (row["feeder_name"], row["substation_name"])))),
        ("Start", formats.date_and_clock(row["started_at"], zone)),
        ("Restored", formats.date_and_clock(row["restored_at"], zone) if row["restored_at"] else "not yet"),
        ("Lasted", formats.duration(row["duration_minutes"])), ("Customers", formats.number(row["customers"])),
        ("Customer minutes", formats.number(row["customer_minutes"])),
    ]  # fmt: skip
    pairs = [el("div", el("dt", name), el("dd", text or formats.NOTHING)) for name, text in facts]
    return el("section", head, el("dl", pairs), _way_on(state), cls="replay-card", aria_label=f"Outage {outage_id}")


def _way_on(state: str | None) -> Markup:
    if state is None:
        return el("p", "Its timeline is no longer in PostgreSQL.", cls="secondary")
    return el(
        "button",
        f"Timeline ({words(state).lower()})",
        icon("chevron"),
        type="button",
        cls="button",
        data_action="timeline",
    )
