"""Symptoms, call-backs and places of trouble calls in words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from app import formats
from app.widgets.column import words
from app.widgets.html import Markup, el
from data_sources.outages.call_rows import HAZARD_OF

Row = Mapping[str, Any]

SYMPTOM_WORDS: Final[dict[str, str]] = {
    "no_supply": "No supply", "part_supply": "Part of the supply", "flicker": "Lights flicker",
    "low_voltage": "Low voltage", "high_voltage": "High voltage", "wire_down": "Wire down", "pole_down": "Pole down",
    "arcing": "Arcing", "tree_on_line": "Tree on the line", "other": "Something else",
}  # fmt: skip
CALLBACK_WORDS: Final[dict[str, str]] = {
    "none": "Not wanted", "wanted": "Wanted", "supplied": "Supplied", "not_supplied": "Not supplied",
    "not_reached": "Not reached",
}  # fmt: skip
# What is chosen over the table, by slug: its title and which rows it holds.
CALL_GROUPS: Final[dict[str, tuple[str, Callable[[Row], bool]]]] = {
    "all": ("All open calls", lambda _row: True),
    "alone": ("Without an outage", lambda row: row["outage_id"] is None),
    "hazards": ("Hazards", lambda row: row["symptom"] in HAZARD_OF),
    "due": ("Call-backs due", lambda row: bool(row["is_due"])),
    "still_out": ("Not supplied after restoration", lambda row: bool(row["is_still_out"])),
}


def is_hazard(row: Row) -> bool:
    """Whether something dangerous was seen."""
    return row["symptom"] in HAZARD_OF


def symptom_badge(row: Row) -> Markup:
    """What was seen; what is dangerous stands out."""
    text = SYMPTOM_WORDS[row["symptom"]]
    return el("span", text, cls="badge is-bad") if is_hazard(row) else Markup(text)


HIDDEN: Final = "For operators"


def who(row: Row, *, sees_people: bool) -> str:
    """The customer by name, else by account, else that it is nobody's account; who may not see the name is told so."""
    if not sees_people and row["account_number"]:
        return HIDDEN
    return str(row["customer_name"] or row["account_number"] or "No account")


def where(row: Row, *, sees_people: bool) -> str:
    """The address, else the meter, else the place; who may not see the address is told so."""
    if not sees_people and row["meter_name"]:
        return HIDDEN
    if row["service_address"] or row["meter_name"]:
        return str(row["service_address"] or row["meter_name"])
    return f"{row['lat']:.5f}, {row['lon']:.5f}"


def times_called(row: Row) -> str:
    """How often the customer called; nothing for once."""
    return f"called {row['calls']:,} times" if row["calls"] > 1 else ""


def outage_words(row: Row) -> str:
    """The outage that it tells of, and how that stands."""
    if row["outage_id"] is None:
        return formats.NOTHING
    state = row["outage_state"]
    return f"{row['outage_id']}, {words(state).lower() if state else 'moved to the history'}"


def callback_badge(row: Row) -> Markup:
    """Whether somebody is to be called back, and whether that is due; of a closed call that it is closed."""
    if row["closed_at"] is not None:
        return el("span", "Closed", cls="secondary")
    if row["is_still_out"]:
        return el("span", "Not supplied", cls="badge is-bad", title="Said after restoration: perhaps a nested outage")
    text = CALLBACK_WORDS[row["callback"]]
    if row["is_due"]:
        due = "Due" if row["callback"] == "wanted" else "Due, not reached yet"
        return el("span", due, cls="badge is-attention", title="Supply is back: the customer is to be called")
    return Markup(formats.NOTHING) if row["callback"] == "none" else Markup(text)


def critical_badge(row: Row) -> Markup | None:
    """Who must not be without supply."""
    kind = row["critical_kind"]
    return el("span", words(kind), cls="badge is-bad") if kind else None
