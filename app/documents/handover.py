"""The handover report on paper and as a page to print: one list of sections, two forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from app import formats
from app.documents.paper import Paper, PaperSize
from app.theme import ASSETS
from data_sources.field.alarms.quantities import QUANTITIES
from data_sources.field.shift_log.report import SERVICES, HandoverReport, Row

TITLE: Final = "Handover report"
SIGNED: Final = ("Handed over by, time", "Taken over by, time")
MOST_ALARMS: Final = 100  # that are listed
SAYS_MM: Final = 5.0  # a sentence under a heading
TABLE_MM: Final = 20.0  # the head of a table and a row of two lines


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with sentences and a table under it.

    Attributes:
        title: the heading.
        says: sentences; of an empty section what there is none of.
        columns: names and widths in parts.
        rows: a text a column.
    """

    title: str
    says: list[str] = field(default_factory=list)
    columns: tuple[tuple[str, int], ...] = ()
    rows: Sequence[tuple[str, ...]] = ()


def handover_pdf(report: HandoverReport, made_by: str, paper_size: PaperSize = "a4") -> bytes:
    """The document as PDF."""
    name = f"{TITLE}, {report.utility['utility_name']}"
    paper = Paper(paper_size, name, f"{name} · {period_in_words(report)}")
    paper.say(TITLE, size=15, is_bold=True, gap=1)
    for text in heading(report, made_by):
        paper.say(text)
    for section in sections(report):
        _print(paper, section)
    paper.ln(10)
    paper.sign_lines(SIGNED, 40)
    return paper.finished()


def handover_html(report: HandoverReport, made_by: str) -> bytes:
    """The document as a page of its own, to be printed."""
    style = (ASSETS / "print" / "handover.css").read_text(encoding="utf-8")
    told = [f"<h1>{TITLE}</h1>", *(f"<p>{escape(text)}</p>" for text in heading(report, made_by))]
    told += [_html(section) for section in sections(report)]
    told.append(f'<div class="sign">{"".join(f"<span>{label}</span>" for label in SIGNED)}</div>')
    head = f'<meta charset="utf-8"><title>{escape(TITLE)}</title><style>{style}</style>'
    return (
        f'<!DOCTYPE html><html lang="en"><head>{head}</head><body><main>{"".join(told)}</main></body></html>'.encode()
    )


def heading(report: HandoverReport, made_by: str) -> list[str]:
    """Whose report, of when, made by whom."""
    zone = report.utility["time_zone"]
    simulated = " (simulated)" if report.utility["is_demo"] else ""
    return [
        f"{report.utility['utility_name']}{simulated} · {period_in_words(report)}",
        f"Made {formats.date_and_clock(report.made_at, zone)} by {made_by}. Crews and work orders are as of then.",
    ]


def period_in_words(report: HandoverReport) -> str:
    """From when to when."""
    zone = report.utility["time_zone"]
    return f"{formats.date_and_clock(report.from_at, zone)} to {formats.date_and_clock(report.to_at, zone)}"


def sections(report: HandoverReport) -> list[Section]:
    """All of it, in the order in which the next one wants to know."""
    zone = report.utility["time_zone"]
    return [
        _shifts(report, zone), _notes(report, zone), _outages(report, zone), _alarms(report, zone), _orders(report),
        _crews(report), _changes(report, zone),
    ]  # fmt: skip


# What each holds ----------------------------------------------------------------------------------------------------


def _shifts(report: HandoverReport, zone: str) -> Section:
    rows = [
        (one["person"], one["desk"], formats.day_and_clock(one["started_at"], zone),
         formats.day_and_clock(one["ended_at"], zone) if one["ended_at"] else "on shift", one["handed_to"] or "",
         one["handover"] or "")
        for one in report.shifts
    ]  # fmt: skip
    columns = (("Person", 20), ("Desk", 20), ("From", 20), ("To", 20), ("Handed to", 20), ("Handed over", 80))
    return Section("Shifts", [] if rows else ["Nobody began or ended a shift."], columns, rows)


def _notes(report: HandoverReport, zone: str) -> Section:
    rows = [
        (formats.day_and_clock(one["happened_at"], zone), one["written_by"], one["category"], _note(one), _about(one))
        for one in report.notes
    ]
    columns = (("When", 20), ("By", 18), ("Kind", 16), ("Note", 100), ("About", 26))
    return Section("Notes", [] if rows else ["No note was written."], columns, rows)


def _note(row: Row) -> str:
    if row["corrected_by_id"] is not None:
        return f"[corrected by note {row['corrected_by_id']}] {row['text']}"
    return f"{row['text']} [corrects note {row['corrects_id']}]" if row["corrects_id"] is not None else row["text"]


def _about(row: Row) -> str:
    named = (("outage_id", "outage"), ("alarm_id", "alarm"))
    told = [f"{word} {row[name]}" for name, word in named if row[name] is not None]
    return ", ".join([*told, *([f"{row['asset_kind']} {row['asset_id']}"] if row["asset_kind"] else [])])


def _outages(report: HandoverReport, zone: str) -> Section:
    still = report.open_outages
    out = sum(one["customers_out"] for one in still)
    over = len(report.outages) - len(still)
    says = [
        f"{formats.count_of(len(still), 'outage')} open at the end, {formats.count_of(out, 'customer')} out; "
        f"{over:,} ended in the period."
    ]
    rows = [_outage(one, zone) for one in still]
    columns = (("Outage", 16), ("Where", 44), ("State", 22), ("Cause", 22), ("Customers out", 24), ("Since", 24),
               ("Estimated end", 24), ("Crew", 24))  # fmt: skip
    return Section("Open outages", says, columns, rows)


def _outage(one: Row, zone: str) -> tuple[str, ...]:
    return (
        str(one["outage_id"]), f"{one['place']} on {one['feeder_name']}", one["state"].replace("_", " "), one["cause"],
        f"{one['customers_out']:,} of {one['customers_interrupted']:,}",
        formats.day_and_clock(one["started_at"], zone), formats.day_and_clock(one["estimated_restoration_at"], zone),
        one["crew_name"] or "none",
    )  # fmt: skip


def _alarms(report: HandoverReport, zone: str) -> Section:
    raised = ", ".join(f"{count:,} {name}" for name, count in report.raised.items())
    says = [f"Raised in the period: {raised}. Open at the end: {len(report.alarms):,}."]
    says += [
        f"Alarm flood from {formats.clock(_at(one.from_ms), zone)} to {formats.clock(_at(one.to_ms), zone)}: "
        f"{one.alarms:,} alarms." for one in report.floods
    ]  # fmt: skip
    folded = _folded(report.alarms)
    rows = [
        (one["priority"], one["asset_name"], _quantity(one, zone), one["state"].replace("_", " "), _held(one, zone),
         formats.day_and_clock(one["raised_at"], zone), one["assigned_to"] or "")
        for one in folded[:MOST_ALARMS]
    ]  # fmt: skip
    if len(folded) > MOST_ALARMS:
        says.append(f"The first {MOST_ALARMS} are listed: those nobody has acknowledged first.")
    columns = (("Priority", 16), ("Of", 30), ("What", 44), ("State", 26), ("Held", 44), ("Since", 22), ("Assigned", 20))
    return Section("Alarms", says, columns, rows)


def _folded(rows: Sequence[Row]) -> list[Row]:
    """Alarms of one cause as one row, in the place of the first of them; an alarm without a cause is its own."""
    of_cause: dict[object, list[Row]] = {}
    for row in rows:
        alone = row["cause_kind"] is None
        of_cause.setdefault(row["alarm_id"] if alone else (row["cause_kind"], row["cause_id"]), []).append(row)
    return [
        some[0] if len(some) == 1 else {**some[0], "asset_name": some[0]["cause_name"], "folded": len(some)}
        for some in of_cause.values()
    ]


def _quantity(row: Row, zone: str) -> str:
    """With the last value and when it was measured."""
    if "folded" in row:
        return f"{row['folded']:,} alarms"
    known = QUANTITIES.get(row["quantity"])
    if known is None:
        return str(row["quantity"])
    value = f"{known.title} {formats.number(row['last_value'], known.decimals)} {known.unit}".strip()
    return f"{value}, measured {formats.clock(row['last_value_at'], zone)}"


def _held(row: Row, zone: str) -> str:
    if row["held_by"] is None:
        return ""
    until = f" until {formats.clock(row['held_until'], zone)}" if row["held_until"] else ""
    return f"{row['held_reason']} ({row['held_by']}{until})"


def _orders(report: HandoverReport) -> Section:
    done = sum(one["completed"] for one in report.orders)
    late = sum(one["late"] for one in report.orders)
    rows = [
        (one["status"].replace("_", " "), f"{one['orders']:,}", f"{one['late']:,}")
        for one in report.orders if one["status"] not in ("completed", "cancelled")
    ]  # fmt: skip
    says = [f"{done:,} completed in the period; {late:,} open ones are past their due date."]
    return Section("Work orders", says, (("Status", 40), ("Open", 20), ("Late", 20)), rows)


def _crews(report: HandoverReport) -> Section:
    rows = [
        (one["crew_name"], one["kind"], one["status"].replace("_", " "), _work(one), str(one["members"]))
        for one in report.crews
    ]
    columns = (("Crew", 40), ("Kind", 30), ("Status", 30), ("Works on", 40), ("People", 16))
    return Section("Crews on shift", [] if rows else ["No crew is on shift."], columns, rows)


def _work(row: Row) -> str:
    if row["outage_id"] is not None:
        return f"outage {row['outage_id']}"
    return f"work order {row['work_order_id']}" if row["work_order_id"] is not None else ""


def _changes(report: HandoverReport, zone: str) -> Section:
    listed, every = report.listed_of
    says = [_changed_in_words(listed, every)]
    services = [f"{one['actor']} {one['action'].replace('_', ' ')} {one['changes']:,}" for one in _by_rule(report)]
    if services:
        says.append(f"By rule: {'; '.join(services)}.")
    rows = [(formats.day_and_clock(at, zone), text) for at, text in report.changes]
    return Section("What changed", says, (("When", 20), ("What", 160)), rows)


def _changed_in_words(listed: int, every: int) -> str:
    if not every:
        return "Nobody changed anything."
    if listed < every:
        return f"The latest {listed:,} of {every:,} changes by people, the latest first."
    return f"{formats.count_of(every, 'change')} by people{', the latest first' if every > 1 else ''}."


def _by_rule(report: HandoverReport) -> list[Row]:
    return [one for one in report.counts if one["actor"] in SERVICES]


def _at(ms: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(ms / 1000, dt.UTC)


# The two forms ------------------------------------------------------------------------------------------------------


def _print(paper: Paper, section: Section) -> None:
    paper.ln(3)
    below = SAYS_MM * len(section.says) + (TABLE_MM if section.rows else 0)
    paper.say(section.title, size=11, is_bold=True, gap=0.5, below_mm=below)
    for text in section.says:
        paper.say(text, gap=0.5)
    if section.rows:
        paper.tabulate(section.columns, section.rows)


def _html(section: Section) -> str:
    says = "".join(f"<p>{escape(text)}</p>" for text in section.says)
    told = f"<section><h2>{escape(section.title)}</h2>{says}"
    if section.rows:
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name, _ in section.columns)
        body = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in section.rows)
        told += f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return told + "</section>"
