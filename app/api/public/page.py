"""The public page, whole: what it says is there without a script, which only keeps it fresh and moves its map."""

from __future__ import annotations

import datetime as dt

from app import formats
from app.api.public.issue import Issue, instant
from app.api.public.picture import picture
from app.widgets.html import Markup, el, join
from data_sources.publishing.outages import PublishedOutage
from data_sources.publishing.publisher import Publication
from data_sources.publishing.words import CREWS

CHECKING = "Reports of more outages are being checked; they are not counted here yet."
VIEWPORT = "width=device-width, initial-scale=1"


def page(issue: Issue) -> bytes:
    """The document."""
    told = issue.publication
    head = [
        el("title", f"{formats.count_of(told.customers_out, 'customer')} without power · {told.utility}"),
        Markup('<script src="public/public.js" defer></script>'),
    ]
    refresh = f"{told.rules.refresh_s:.0f}"
    return _document(head, el("body", el("main", _content(issue), id="told"), data_refresh=refresh))


def refusal(message: str) -> bytes:
    """A document that says one sentence."""
    return _document(
        [el("title", "Power outages")], el("body", el("main", el("h1", "Power outages"), el("p", message)))
    )


def _document(head: list[Markup], body: Markup) -> bytes:
    fixed = (
        f'<meta charset="utf-8"><meta name="viewport" content="{VIEWPORT}">'
        '<meta name="color-scheme" content="dark light">'
        '<link rel="stylesheet" href="public/public.css"><link rel="icon" href="data:,">'
    )
    return f'<!DOCTYPE html><html lang="en">{el("head", Markup(fixed), head)}{body}</html>'.encode()


def _content(issue: Issue) -> Markup:
    told = issue.publication
    drawn = picture(told.ground, told.outages)
    return join(
        _head(told), _old(issue), _simulated(told), _notice(told), _figures(told), _telephone(told),
        el("div", _map(drawn) if drawn else None, _list(told), cls="both"), _foot(told),
    )  # fmt: skip


def _head(told: Publication) -> Markup:
    at = el("time", formats.day_and_clock(told.as_of, told.time_zone), datetime=instant(told.as_of), id="as-of")
    return el("header", el("h1", "Power outages"), el("p", told.utility, cls="utility"),
              el("p", "Updated ", at, cls="updated"))  # fmt: skip


def _old(issue: Issue) -> Markup:
    """What says that it may no longer be true: empty, or a sentence; read out when it changes."""
    at = formats.clock(issue.publication.as_of, issue.publication.time_zone)
    text = None if issue.is_current else f"Not up to date: live data is away. What you see was true at {at}."
    return el("p", text, id="old", role="status", cls="banner")


def _simulated(told: Publication) -> Markup | None:
    return el("p", "Demonstration: these outages are simulated.", cls="note") if told.is_demo else None


def _notice(told: Publication) -> Markup | None:
    """What was approved for everybody, in a storm."""
    if told.notice is None:
        return None
    text, at = told.notice
    said = f"From {told.utility}, {formats.day_and_clock(at, told.time_zone)}"
    return el("section", el("h2", "Storm"), el("p", text), el("p", said, cls="where"), cls="notice")


def _figures(told: Publication) -> Markup:
    share = 100 * told.customers_out / told.customers_served if told.customers_served else 0.0
    return el(
        "dl", _figure("Customers without power", f"{told.customers_out:,}"),
        _figure("Customers served", f"{told.customers_served:,}"), _figure("Share without power", _share(share)),
        _figure("Outages shown", f"{len(told.outages):,}"), cls="figures",
    )  # fmt: skip


def _share(share: float) -> str:
    return "under 0.1 %" if 0 < share < 0.1 else f"{share:.1f} %"


def _figure(label: str, value: str) -> Markup:
    return el("div", el("dt", label), el("dd", value))


def _telephone(told: Publication) -> Markup | None:
    text = told.rules.telephone
    return el("p", el("strong", "Report an outage by telephone: "), text, cls="telephone") if text else None


def _map(drawn: Markup) -> Markup:
    buttons = [
        el("button", sign, type="button", data_zoom=by, aria_label=label)
        for sign, by, label in (("+", "in", "Zoom in"), ("−", "out", "Zoom out"), ("⤢", "all", "Show all"))
    ]
    return el("section", el("h2", "Map"), el("div", drawn, el("div", buttons, cls="zoom", hidden=True), cls="frame"),
              el("p", el("span", cls="key"), "area with an outage; the number is of customers without power",
                 cls="legend"), cls="map")  # fmt: skip


def _list(told: Publication) -> Markup:
    listed = el("ol", [_item(one, told) for one in told.outages]) if told.outages else None
    nothing = None if told.outages else el("p", "No outage is confirmed at present.", cls="none")
    checking = el("p", CHECKING, cls="where") if told.is_checking else None
    return el("section", el("h2", "Outages"), nothing, checking, listed, cls="list")


def _item(one: PublishedOutage, told: Publication) -> Markup:
    place = ", ".join(one.counties) or (None if one.areas else "In the service area")
    restored = f"{one.customers_restored:,} restored" if one.customers_restored else None
    return el(
        "li", el("h3", f"{formats.count_of(one.customers_out, 'customer')} without power"),
        el("p", " · ".join(part for part in (place, restored) if part), cls="where"),
        el("dl", [el("div", el("dt", name), el("dd", value)) for name, value in _facts(one, told)]),
        id=f"o-{one.mrid}", tabindex="-1",
    )  # fmt: skip


def _facts(one: PublishedOutage, told: Publication) -> list[tuple[str, str]]:
    """What is said of it; of several small ones, that they are several."""
    if one.started_at is None or one.crew is None:
        return [("Cause", one.cause)]
    zone = told.time_zone
    return [
        ("Since", formats.day_and_clock(one.started_at, zone, told.as_of)),
        ("Expected back in this area" if told.is_storm else "Expected back", _expected(one, told.as_of, zone)),
        ("Cause", one.cause),
        ("Crew", CREWS[one.crew]),
    ]


def _expected(one: PublishedOutage, now: dt.datetime, zone: str) -> str:
    if one.estimated_at is None:
        return "Not known yet"
    if one.estimated_at < now:
        return "Being reviewed"
    return f"By {formats.day_and_clock(one.estimated_at, zone, now)}"


def _foot(told: Publication) -> Markup:
    smallest = told.rules.smallest
    return el(
        "footer",
        el("p", f"Outages of fewer than {smallest} customers are told together with others nearby, by their count, or "
                f"not at all. Counts are rounded to {smallest}, times to a quarter hour, places to areas. What is not "
                "confirmed yet is not shown."),
        el("p", "The same as data: ", el("a", "GeoJSON", href="api/public/outages"), " and ",
           el("a", "ODIN (XML)", href="api/public/outages?format=odin-xml"), "."),
    )  # fmt: skip
