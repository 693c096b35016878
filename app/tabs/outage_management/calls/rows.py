"""The table of trouble calls, its figures and its marks on the map. Pure: rows in, rows out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from app import formats
from app.tabs.outage_management.calls import words
from app.widgets.column import Column
from app.widgets.figures import Figure
from app.widgets.html import Markup, el, join, running_time

Row = Mapping[str, Any]
TEXTS = ("who", "where", "symptom_words", "outage_words")
SEARCHED = (*TEXTS, "account_number", "meter_name", "transformer_name", "feeder_name", "taken_by")


def with_words(rows: Sequence[Row], *, sees_people: bool) -> list[dict[str, Any]]:
    """The rows of open_calls.sql with what the table, the filter and the map tell of them.

    Args:
        rows: as the database gives them.
        sees_people: whether who looks may see names and addresses.
    """
    return [
        {**row, "who": words.who(row, sees_people=sees_people), "where": words.where(row, sees_people=sees_people),
         "symptom_words": words.SYMPTOM_WORDS[row["symptom"]], "outage_words": words.outage_words(row)}
        for row in rows
    ]  # fmt: skip


def chosen(rows: Sequence[dict[str, Any]], group: str, outage_id: int | None = None) -> list[dict[str, Any]]:
    """The rows of one group, and of one outage where it is given."""
    return [row for row in rows if words.CALL_GROUPS[group][1](row) and outage_id in (None, row["outage_id"])]


def table(rows: Sequence[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    """The rows as the table takes them.

    Args:
        rows: of `with_words`.
        schema: of open_calls.sql.
    """
    return pa.Table.from_pylist(list(rows), pa.schema([*schema, *(pa.field(name, pa.string()) for name in TEXTS)]))


def columns(time_zone: str) -> list[Column]:
    """What the table shows; times in a zone."""
    return [
        Column("call_id", "Call", "count", write=lambda row: str(row["call_id"])),
        Column("called_at", "Age", "time", write=lambda row: running_time(row["called_at"], "lasting"),
               tip="Since the customer called first."),
        Column("symptom_words", "Seen", write=words.symptom_badge),
        Column("who", "Customer", write=_who), Column("where", "Address", room="medium"),
        Column("outage_id", "Outage", "count", write=_outage, tip="The outage that the call tells of, and its state."),
        Column("callback", "Call-back", write=words.callback_badge, room="medium"),
        Column("calls", "Calls", "count", tip="Calls of this customer that are open.", room="wide"),
        Column("transformer_name", "Transformer", room="medium"), Column("feeder_name", "Feeder", room="medium"),
        Column("account_number", "Account", room="wide"), Column("meter_name", "Meter", room="wide"),
        Column("taken_by", "Taken by", room="wide"),
        Column("last_called_at", "Called", "time", room="wide",
               write=lambda row: formats.day_and_clock(row["last_called_at"], time_zone)),
        Column("is_simulated", "Source", "flag", write=_source, room="wide"),
    ]  # fmt: skip


def _who(row: Row) -> Markup:
    often = words.times_called(row)
    critical = words.critical_badge(row)
    return join(row["who"], critical and join(" ", critical), often and el("span", f" {often}", cls="secondary"))


def _outage(row: Row) -> Markup:
    return el("span", row["outage_words"], cls="" if row["outage_id"] is not None else "secondary")


def _source(row: Row) -> Markup:
    return el("span", "Simulated", cls="badge is-attention") if row["is_simulated"] else Markup("Reported")


def figures(rows: Sequence[Row], now: dt.datetime) -> list[Figure]:
    """What all of them come to."""
    alone = sum(row["outage_id"] is None for row in rows)
    hazards = sum(words.is_hazard(row) for row in rows)
    due, still_out = (sum(bool(row[name]) for row in rows) for name in ("is_due", "is_still_out"))
    calls = sum(row["calls"] for row in rows)
    oldest = min((row["called_at"] for row in rows), default=None)
    minutes = None if oldest is None else (now - oldest).total_seconds() / 60
    return [
        Figure("Customers with open calls", formats.number(len(rows)), "", formats.count_of(calls, "call")),
        Figure("Without an outage", formats.number(alone), "", "nobody knows yet why",
               "warning" if alone else "normal"),
        Figure("Hazards", formats.number(hazards), "", "wire, pole, arcing, tree", "bad" if hazards else "normal"),
        Figure("Call-backs due", formats.number(due), "", f"{still_out:,} say still out",
               "bad" if still_out else "warning" if due else "normal"),
        Figure("Oldest", formats.duration(minutes) if minutes is not None else formats.NOTHING, "", "open call"),
    ]  # fmt: skip
