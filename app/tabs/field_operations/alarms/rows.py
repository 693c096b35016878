"""The table of alarms: chosen, folded by cause, in columns; its figures. Pure: rows in, rows out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any, Final

import pyarrow as pa

from app import formats
from app.tabs.field_operations.alarms import words
from app.widgets.column import Column
from app.widgets.figures import Figure, Tone
from app.widgets.html import Markup, el, join, running_time
from data_sources.analytics.alarms.rates import PER_HOUR_ACCEPTABLE, PER_HOUR_MOST
from data_sources.analytics.alarms.states import HELD, name_of
from data_sources.field.alarms.figures import AlarmFigures
from data_sources.statements import statement

Row = Mapping[str, Any]
HELD_NAMES: Final = frozenset(map(name_of, HELD))
RANKS: Final = {"critical": 0, "high": 1, "medium": 2, "low": 3}
SEARCHED: Final = ("asset_name", "what", "state_words", "cause_name", "feeder_name", "substation_name", "assigned_to")


def with_words(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows of alarm_list.sql with what the table and the filter tell of them."""
    return [
        {**row, "row_key": str(row["alarm_id"]), "what": words.title(row["quantity"]), "rank": RANKS[row["priority"]],
         "state_words": words.STATES[row["state"]], "folded": 0, "is_below": False}
        for row in rows
    ]  # fmt: skip


def chosen(rows: Sequence[dict[str, Any]], shown: str, priority: str) -> list[dict[str, Any]]:
    """Those of a group and priority."""
    return [row for row in rows if _is_of(row, shown) and priority in ("", row["priority"])]


def _is_of(row: Row, shown: str) -> bool:
    if shown == "unseen":
        return bool(row["is_unseen"])
    if shown == "held":
        return row["state"] in HELD_NAMES
    return shown == "open" or row["state"] in ("unacknowledged", "acknowledged")


def folded(rows: Sequence[dict[str, Any]], unfolded: Set[str]) -> list[dict[str, Any]]:
    """One row a cause that several have, in the place of the first of them; those unfolded with theirs below.

    Args:
        rows: in the order of the list.
        unfolded: keys of causes whose alarms are shown.
    """
    of_cause: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        of_cause.setdefault(cause_key(row), []).append(row)
    found: list[dict[str, Any]] = []
    for key, some in of_cause.items():
        if len(some) == 1:
            found += some
            continue
        found.append(_head(key, some))
        found += [{**row, "is_below": True} for row in some if key in unfolded]
    return found


def cause_key(row: Row) -> str:
    """What tells causes apart; an alarm without one is its own."""
    return row["row_key"] if row["cause_kind"] is None else f"{row['cause_kind']}:{row['cause_id']}"


def _head(key: str, some: list[dict[str, Any]]) -> dict[str, Any]:
    """The row of a cause: the worst of its alarms speaks for it."""
    worst = min(some, key=lambda row: (not row["is_unseen"], row["rank"]))
    kinds = dict.fromkeys(row["what"] for row in some)
    return {
        **worst, "row_key": key, "asset_name": worst["cause_name"], "what": ", ".join(kinds), "folded": len(some),
        "raised_at": min(row["raised_at"] for row in some), "is_unseen": any(row["is_unseen"] for row in some),
        "annunciated_at": max(row["annunciated_at"] for row in some),
    }  # fmt: skip


def table(rows: Sequence[dict[str, Any]]) -> pa.Table:
    """The rows as the table takes them."""
    schema = statement("alarm_list").result
    assert schema is not None
    more = [
        ("row_key", pa.string()), ("what", pa.string()), ("state_words", pa.string()), ("rank", pa.int8()),
        ("folded", pa.int32()), ("is_below", pa.bool_()),
    ]  # fmt: skip
    return pa.Table.from_pylist(list(rows), pa.schema([*schema, *(pa.field(*one) for one in more)]))


def columns(time_zone: str) -> list[Column]:
    """What the table shows; times in a zone."""
    return [
        Column("rank", "Priority", "text", write=lambda row: words.priority_badge(row["priority"])),
        Column("asset_name", "Of", write=_of),
        Column("what", "What", write=_what),
        Column("last_value", "Last value", "number", write=_value,
               tip="As last measured: followed once a minute while it is open; its detail says when."),
        Column("annunciated_at", "Age", "time", room="medium", write=_age,
               tip="Since it last called for the operator."),
        Column("state_words", "State", write=words.state_badge),
        Column("last_value_at", "Measured", "time", room="wide", write=_measured,
               tip="When the last value was measured."),
        Column("raised_value", "When raised", "number", room="wide", write=_raised_value,
               tip="The value that raised it."),
        Column("cause_name", "Cause", room="wide"),
        Column("assigned_to", "Assigned to", room="wide"),
        Column("annunciations", "Times", "count", room="wide", tip="How often it called in this episode."),
        Column("feeder_name", "Feeder", room="wide"), Column("substation_name", "Substation", room="wide"),
        Column("raised_at", "Raised", "time", room="wide",
               write=lambda row: formats.day_and_clock(row["raised_at"], time_zone)),
        Column("is_simulated", "Source", "flag", write=_source, room="wide"),
    ]  # fmt: skip


def _of(row: Row) -> Markup:
    if row["folded"]:
        return join(el("b", row["asset_name"]), " ", el("span", f"{row['folded']:,} alarms", cls="badge is-attention"))
    below = " alarm-below" if row["is_below"] else ""
    return el("span", row["asset_name"], cls=f"cell-name{below}", title=row["asset_name"])


def _what(row: Row) -> Markup:
    told = row["what"] if row["folded"] else f"{row['what']} {words.limit(row)}"
    return el("span", told, cls="cell-words", title=told)


def _value(row: Row) -> str:
    return "" if row["folded"] else words.value(row["quantity"], row["last_value"])


def _age(row: Row) -> Markup:
    return running_time(row["annunciated_at"], "lasting")


def _raised_value(row: Row) -> str:
    return "" if row["folded"] else words.value(row["quantity"], row["raised_value"])


def _measured(row: Row) -> Markup:
    return Markup("") if row["folded"] else running_time(row["last_value_at"], "ago")


def _source(row: Row) -> Markup:
    return el("span", "Simulated", cls="badge is-attention") if row["is_simulated"] else Markup("Measured")


def figures(found: AlarmFigures) -> list[Figure]:
    """What stands now and how the last day went, beside the standard's figures."""
    unseen, flood = sum(found.unseen.values()), bool(found.floods) and found.floods[-1].to_ms >= _ms(found)
    urgent = found.unseen["critical"] + found.unseen["high"]
    tone: Tone = (
        "bad" if found.per_hour > PER_HOUR_MOST else "warning" if found.per_hour > PER_HOUR_ACCEPTABLE else "normal"
    )
    return [
        Figure("Not acknowledged", formats.number(unseen), "",
               f"{found.unseen['critical']:,} critical, {found.unseen['high']:,} high", "bad" if urgent else "normal"),
        Figure("In alarm", formats.number(found.standing), "", f"{found.stale:,} for more than a day"),
        Figure("Held", formats.number(found.held), "", "shelved, suppressed, out of service"),
        Figure("Alarms an hour", formats.number(found.per_hour, 1), "",
               f"an operator; ISA-18.2: {PER_HOUR_ACCEPTABLE:.0f}", tone),
        Figure("Alarm floods", formats.number(len(found.floods)), "",
               "one is going on" if flood else "of 24 h; 10 alarms in 10 minutes", "bad" if flood else "normal"),
    ]  # fmt: skip


def _ms(found: AlarmFigures) -> int:
    return int(found.to_at.timestamp() * 1000)
