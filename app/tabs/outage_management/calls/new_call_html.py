"""The form "New call" as HTML: the search with its hits, what is known where the call is from, what is said. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app import formats
from app.desk import detail_html, form_html
from app.tabs.outage_management.calls import forms, words
from app.tabs.outage_management.calls.detail_html import outage_facts
from app.widgets.column import words as spoken
from app.widgets.html import Markup, el, icon, join, known_facts
from app.widgets.states import skeleton

Row = Mapping[str, Any]


def panel(said: Markup, caller_: Markup, form: Markup) -> Markup:
    """The panel."""
    told = el("div", said, cls="calls-said")  # always there: a field that is moved in the page loses the focus
    return detail_html.panel(detail_html.new_head("New call"), detail_html.scroll(told, caller_, form, key="new"))


def key_of(hit: Row) -> str:
    """What tells one hit from another."""
    return f"{hit['meter_id']}:{hit['customer_id'] or 0}"


def search(hits: Sequence[Row], note: Markup, turn: int, focus: int) -> Markup:
    """The field and what it finds.

    Args:
        hits: rows of find_accounts.sql.
        note: what is said where there are none.
        turn: another one empties the field.
        focus: another one puts the focus into it.
    """
    field = el(
        "input", type="search", data_input="type", placeholder="Account, name, address or meter", autocomplete="off",
        spellcheck="false", aria_label="Who calls: account, name, address or meter", role="combobox",
        aria_expanded="true" if hits else "false", aria_controls="account-hits", aria_autocomplete="list",
        data_rev=turn, data_focus=f"search-{focus}", maxlength=80,
    )  # fmt: skip
    listed = el("div", [_hit(hit) for hit in hits], id="account-hits", role="listbox", aria_label="Accounts found")
    hint = el("p", "No account? Tap the pole, line or transformer on the map.", cls="secondary calls-hint")
    label = el(
        "label", el("span", "Who calls", cls="field-label"), el("span", icon("search"), field, cls="calls-search")
    )
    return el("div", label, note, listed if hits else hint, cls="calls-finder", data_key="search")


def _hit(hit: Row) -> Markup:
    first = hit["customer_name"] or hit["account_number"] or hit["meter_name"]
    numbers = [hit["account_number"] if hit["customer_name"] else None, hit["meter_name"]]
    out = el("span", f"Out in outage {hit['outage_id']}", cls="badge is-bad") if hit["outage_id"] is not None else None
    closed = None if hit["is_active"] else el("span", "no active account", cls="badge")
    return el(
        "button", el("span", el("b", first), words.critical_badge(hit), out, closed, cls="hit-head"),
        hit["service_address"] and el("span", hit["service_address"]),
        el("span", ", ".join(str(one) for one in numbers if one), cls="secondary"),
        type="button", role="option", id=f"account-{key_of(hit).replace(':', '-')}", aria_selected="false",
        tabindex="-1", data_action="pick", data_value=key_of(hit), data_key=key_of(hit), cls="calls-hit",
    )  # fmt: skip


def caller(account: Row | None, place: Row | None, known: Row | None, time_zone: str) -> Markup:
    """Who calls, or from where, and what is known there.

    Args:
        account: a row of find_accounts.sql.
        place: a row of place_of_asset.sql, where there is no account.
        known: the row of known_at_meter.sql; None before it comes.
        time_zone: IANA name of the zone that times are told in.
    """
    other = el("button", "Somebody else", type="button", cls="button", data_action="again", data_escape=True)
    if account is None:
        name = place["name"] if place else ""
        head = el("div", el("b", f"At {name}"), other, cls="calls-who")
        whose = el("p", "Nobody's account: a passer-by, for instance.", cls="secondary")
        return el("div", head, whose, cls="calls-caller", data_key="place")
    who = words.critical_badge(account)
    name = account["customer_name"] or account["account_number"] or account["meter_name"]
    head = el("div", el("b", name), who, other, cls="calls-who")
    rest = [account["service_address"], account["account_number"], account["meter_name"]]
    line = el("p", ", ".join(str(one) for one in rest if one and one != name), cls="secondary")
    body = skeleton(3) if known is None else join(_state(known), known_facts(_known(known, time_zone)))
    return el("div", head, line, body, cls="calls-caller", data_key=key_of(account))


def _state(known: Row) -> Markup:
    """Whether they are out already, in a sentence to be read out."""
    often = f" Open calls of this customer: {known['calls']:,}." if known["calls"] else ""
    if known["outage_id"] is None:
        return el("p", f"No outage is known there.{often}", cls="calls-state", role="status")
    if known["restored_at"] is not None:
        text = f"Outage {known['outage_id']} there is restored.{often} If they have no supply, it may be a nested one."
        return el("p", text, cls="calls-state is-attention", role="status")
    text = f"Out in outage {known['outage_id']}, with {formats.count_of(known['customers_out'], 'customer')}.{often}"
    return el("p", text, cls="calls-state is-bad", role="status")


def _known(known: Row, time_zone: str) -> list[tuple[str, object]]:
    fed = ", ".join((known["transformer_name"], known["feeder_name"], known["substation_name"]))
    pairs: list[tuple[str, object]] = [("Fed by", fed), ("Telephone", known["phone"])]
    if known["outage_id"] is None:
        return pairs
    since = ("Since", formats.day_and_clock(known["started_at"], time_zone))
    cause = ("Cause", spoken(known["cause"]))
    return [*pairs, since, cause, *outage_facts(known, known["restored_at"], time_zone)]


def said(turn: int, focus: int, error: tuple[str, str], about: object) -> Markup:
    """What the caller says, and the button that takes the call; `about` is the account, or the place, of it."""
    named = [forms.symptom_field("no_supply"), *forms.said_fields()]
    made = [form_html.field(one, "UTC", error[1] if error[0] == one.name else "",
                            focus=f"said-{focus}" if one.name == "symptom" else "") for one in named]  # fmt: skip
    wants = el("label", el("input", type="checkbox", name="wants_callback", value="yes"),
               el("span", "Wants a call-back when supply is back"), cls="box", data_key="wants_callback")  # fmt: skip
    known = {one.name for one in named}
    whole = el("p", error[1], cls="form-error", role="alert") if error[1] and error[0] not in known else None
    send = el("button", "Take call", type="submit", cls="button is-primary")
    return el("form", made, wants, whole, el("div", send, cls="form-foot"), data_submit="take", data_key=f"call-{turn}",
              data_draft=f"take, {about}",
              cls="command-form", novalidate=True)  # fmt: skip
