"""Why an outage is presumed, what else it might be, and who may still be dark inside it. Pure: rows in, HTML out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from app import formats
from app.widgets.html import Markup, el, facts, running_time
from data_sources.commands.command import Command
from data_sources.errors import InvalidCommand
from data_sources.outages.life import MovePrediction

Row = Mapping[str, Any]
KINDS = {"device": "", "transformer": "Transformer ", "service": "Service "}


def why(facts: Row, told: Row | None, *, can_change: bool) -> Markup:
    """The part of a presumed outage; nothing for one that is confirmed, or that no message speaks for.

    Args:
        facts: row of outage_facts.sql.
        told: row of outage_prediction.sql; None before it has come.
        can_change: whether another explanation can be made the outage.
    """
    if told is None or told["probability"] is None or facts["confirmed_at"] is not None:
        return Markup("")
    head = el("h3", f"Presumed, {told['probability']:.1%} likely")
    reasons = el("ul", [el("li", reason) for reason in json.loads(told["reasons"])], cls="reasons")
    looked = el("p", "Looked at ", running_time(told["looked_at"], "ago"), _pings(told), cls="secondary")
    return el("section", head, _counts(told), reasons, _others(told, can_change=can_change), looked, cls="details-part")


def inside(told: Row | None) -> Markup:
    """A warning, where outages inside one are presumed: somebody stayed without supply."""
    if told is None or not told["nested"]:
        return Markup("")
    words = f"outage {told['nested']} is presumed inside it. Look there before it is closed."
    return el("p", el("b", "Still dark: "), words, cls="hazard-note", role="note")


def other_place(outage_id: int, chosen: str) -> Command:
    """The command that makes another explanation the outage.

    Args:
        outage_id: which.
        chosen: kind and number of the other explanation, as in `why`'s buttons.

    Raises:
        InvalidCommand: it names none.
    """
    kind, _, number = chosen.partition(":")
    if kind not in KINDS or not number.isdecimal():
        raise InvalidCommand("Choose another explanation.")
    name = "meter_id" if kind == "service" else f"{kind}_id"
    return MovePrediction.of(outage_id=outage_id, reason="another explanation, chosen by hand", **{name: int(number)})


def _counts(told: Row) -> Markup:
    pairs = (
        ("Last gasps", told["last_gasps"]), ("Calls", told["calls"]), ("Silent meters", told["silent"]),
        ("Meters with supply", told["answering"]),
    )  # fmt: skip
    return facts((name, formats.number(value)) for name, value in pairs)


def _others(told: Row, *, can_change: bool) -> Markup | None:
    others = json.loads(told["alternatives"])
    if not others:
        return None
    return el("div", el("h4", "What else it might be"), el("ul", [_other(one, can_change) for one in others]),
              cls="alternatives")  # fmt: skip


def _other(one: Mapping[str, Any], can_change: bool) -> Markup:
    if one["kind"] == "below":
        return el("li", f"Several smaller outages below it, {one['probability']:.1%}")
    name = f"{KINDS[one['kind']]}{one['name'] or one['id']}"
    button = el(
        "button", "Make it the outage", type="button", cls="button", data_action="alternative",
        data_value=f"{one['kind']}:{one['id']}", title=f"Move the outage to {name}; no rule moves it after that",
    )  # fmt: skip
    return el("li", f"{name}, {one['probability']:.1%} ", button if can_change else None)


def _pings(told: Row) -> str:
    said = []
    if told["open_pings"]:
        said.append(f"{told['open_pings']:,} questions to meters are open")
    if told["unanswered_pings"]:
        said.append(f"{told['unanswered_pings']:,} were not answered")
    return f"; {', '.join(said)}." if said else "."
