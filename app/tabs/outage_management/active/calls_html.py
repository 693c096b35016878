"""What customers say of the picked outage, out of its trouble calls. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app import formats
from app.widgets.column import words
from app.widgets.html import Markup, el, facts, running_time

Row = Mapping[str, Any]


def calls_facts(rows: Sequence[Row] | None) -> Markup:
    """How many called, when last, what is dangerous, who is to be called back.

    Args:
        rows: the one of calls_of_outage.sql; None before it comes.
    """
    if not rows:
        return Markup("")
    row = rows[0]
    pairs: list[tuple[str, object]] = [("Trouble calls", _count(row))]
    if row["calls"]:
        pairs.append(("Last call", running_time(row["last_called_at"], "ago")))
    if row["hazards"]:
        seen = ", ".join(words(one) for one in row["hazards"].split(","))
        pairs.append(("Callers saw", el("span", seen, cls="badge is-bad")))
    if row["due"]:
        pairs.append(("Call-backs due", el("span", formats.number(row["due"]), cls="badge is-attention")))
    if row["still_out"]:
        still = f"{row['still_out']:,}, perhaps a nested outage"
        pairs.append(("Say they are still out", el("span", still, cls="badge is-bad")))
    return facts(pairs)


def _count(row: Row) -> Markup | str:
    if not row["calls"]:
        return "none"
    who = f"{row['calls']:,} of {formats.count_of(row['customers'], 'customer')}, {row['open_calls']:,} open"
    return el("button", who, type="button", cls="chip is-way", data_action="calls", title="Open the trouble calls")
