"""AssetDetails: what is selected, what it carries now, what feeds it, what it feeds, and who depends on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import param

from app import formats
from app.widgets.details_fields import KIND_NAMES, badges, bars, lines
from app.widgets.html import Markup, clear_button, el, facts, icon, running_time
from app.widgets.html_view import HtmlView
from app.widgets.place_outages import words as outage_words
from app.widgets.states import skeleton
from data_sources.assets import AssetRef
from data_sources.history.place_outages import PlaceRecord
from data_sources.network.trace import Trace

Row = Mapping[str, Any]
CHILD_HEADINGS = {
    "feeder": "Feeders",
    "device": "Switching devices",
    "transformer": "Transformers",
    "meter": "Meters",
    "segment": "Line sections",
}
WITH_PAGE = frozenset({"transformer", "pole"})  # in Asset Health
WITH_OUTAGES = frozenset({"feeder", "transformer", "meter"})
CRITICAL_SHOWN = 20
NOTHING_DOWNSTREAM = "Nothing is downstream of a meter: the network ends here."


@dataclass(frozen=True, slots=True, eq=False)
class Details:
    """All there is to say about one asset; what is None has not arrived yet.

    Attributes:
        asset: what is selected.
        row: the row of details_<kind>.sql; an empty one means it does not exist (any more).
        children: rows of children_<kind>.sql.
        trace: what depends on it (downstream), with the way to its substation.
        trace_note: why there is no trace.
        outages: on record of a feeder, or of the transformer that it is or hangs on.
        outages_note: why there are none.
        read_at: UTC time when the row was last read, whether it had changed or not.
        was_there: it had a row before; else an address or a REST client named what never was.
    """

    asset: AssetRef
    row: Row | None = None
    children: Sequence[Row] | None = None
    trace: Trace | None = None
    trace_note: str = ""
    outages: PlaceRecord | None = None
    outages_note: str = ""
    read_at: dt.datetime | None = None
    was_there: bool = False


class AssetDetails(HtmlView):
    """The panel of the selected asset.

    Actions: "select" (kind:id), "trace" (direction), "zoom", "clear_trace", "clear"; those of
    `place_outages.words.part` in its part about outages.
    """

    details = param.ClassSelector(
        class_=Details, default=None, allow_None=True, doc="What is shown. Reassign, never mutate."
    )
    traced: Any = param.Selector(
        default="", objects=["", "upstream", "downstream"], doc="The trace that is on the map."
    )
    is_stale = param.Boolean(default=False, doc="The source is away: live figures are dimmed.")
    time_zone = param.String(default="UTC", doc="IANA name of the utility's zone.")

    def __init__(self, **params: Any) -> None:
        """Starts empty."""
        super().__init__(**params)
        self._draw()

    @param.depends("details", "traced", "is_stale", "time_zone", watch=True)
    def _draw(self) -> None:
        details = self.details
        if details is None:
            self.write()
            return
        stale = " is-stale" if self.is_stale else ""
        self.write(
            el(
                "section",
                _head(details),
                _body(details, self.traced, self.time_zone),
                _foot(details, self.traced),
                cls=f"details panel{stale}",
            )
        )


def _head(details: Details) -> Markup:
    row = details.row or {}
    title = row.get("name") or f"{KIND_NAMES[details.asset.kind]} {details.asset.asset_id}"
    marks = [
        el("span", text, cls=f"badge is-{tone}")
        for text, tone in badges(details.asset.kind, {**row, **_supply(details)})
    ]
    return el(
        "header",
        el("div", el("span", KIND_NAMES[details.asset.kind], cls="overline"), el("h2", title), cls="details-title"),
        marks,
        clear_button(),
        cls="panel-head",
    )


def _supply(details: Details) -> Row:
    """Whether it has supply by the present switching, where the trace tells; a feeder's own state is coarser."""
    return {} if details.trace is None else {"is_energized": details.trace.is_energized}


def _body(details: Details, traced: str, time_zone: str) -> Markup:
    if details.row is None:
        return skeleton(9)
    if not details.row:
        return el("p", _none(details), cls="empty")
    kind = details.asset.kind
    return el(
        "div",
        _chain(details),
        outage_words.out_now(details.outages, time_zone) if kind in WITH_OUTAGES else None,
        traced == "downstream" and details.asset.kind == "meter" and el("p", NOTHING_DOWNSTREAM, cls="secondary"),
        [_bar(*bar) for bar in bars(kind, details.row)],
        facts(lines(kind, details.row)),
        _live_age(details.row, details.read_at),
        _outages(details, time_zone),
        _dependants(details),
        _children(details),
        cls="details-body",
        data_key=str(details.asset),
    )


def _none(details: Details) -> str:
    if details.was_there:
        return "It is not in the network any more."
    return f"There is no {KIND_NAMES[details.asset.kind].lower()} {details.asset.asset_id} in this network."


def _chain(details: Details) -> Markup:
    """Parents from the substation down; from the trace when it is there, since it follows the present switching."""
    row = details.row or {}
    if details.trace is not None:
        links = [(link.kind, link.asset_id, link.name) for link in reversed(details.trace.chain)]
    else:
        kinds = [kind for kind in ("substation", "feeder", "transformer") if kind != details.asset.kind]
        links = [(kind, row[f"{kind}_id"], row[f"{kind}_name"]) for kind in kinds if row.get(f"{kind}_id") is not None]
    chips = [el("li", _link(kind, asset_id, name)) for kind, asset_id, name in links]
    return el("nav", el("ol", chips), cls="chain", aria_label="Fed from") if chips else Markup("")


def _link(kind: str, asset_id: int, name: str) -> Markup:
    label = f"{KIND_NAMES[kind]} {name}"
    return el(
        "button", name, type="button", cls="chip", data_action="select", data_value=f"{kind}:{asset_id}", title=label
    )


def _bar(label: str, value: float, limit: float, text: str, tone: str) -> Markup:
    """A bar whose full length is the limit and a half; a mark stands at the limit where there is one to pass."""
    width = limit * 1.5 if label.lower().endswith("load") else limit
    share = min(max(value, 0) / width, 1) * 300
    mark = el("path", d=f"M{limit / width * 300:.0f} 0V8", cls="bar-limit") if width > limit else None
    bar = el(
        "svg",
        el("path", d="M0 4H300", cls="bar-track"),
        el("path", d=f"M0 4H{share:.1f}", cls=f"bar-value is-{tone}"),
        mark,
        viewBox="0 0 300 8",
        preserveAspectRatio="none",
        cls="bar",
        aria_hidden="true",
    )
    return el("div", el("span", label), el("b", text), bar, cls="bar-row")


def _live_age(row: Row, read_at: dt.datetime | None) -> Markup | None:
    """Rows are written only where a value changes, so that an old one is steady, not stale: both ages are told."""
    at = row.get("updated_at")
    if at is None:
        return None
    read = [", last read ", running_time(read_at, "ago")] if read_at else None
    return el("p", "Live values, unchanged for ", running_time(at, "lasting"), read, cls="details-age")


def _outages(details: Details, time_zone: str) -> Markup | None:
    kind = details.asset.kind
    if kind not in WITH_OUTAGES:
        return None
    return outage_words.part(details.outages, time_zone, is_feeder=kind == "feeder", note=details.outages_note)


def _dependants(details: Details) -> Markup | None:
    kind = details.asset.kind
    if kind == "meter":
        return None
    heading = el("h3", "Customers downstream")
    if details.trace is None:
        waiting = el("p", details.trace_note, cls="secondary") if details.trace_note else skeleton(2)
        return el("section", heading, waiting, cls="details-part")
    trace = details.trace
    told = [
        ("Customers", formats.number(trace.customers)),
        ("Meters", formats.number(trace.meter_count)),
        ("Transformers", formats.number(len(trace.transformer_ids))),
        ("Line", f"{trace.length_km:,.1f} km"),
    ]
    loop = trace.is_in_loop and el("p", "It is fed from two sides: nothing depends on it alone.", cls="secondary")
    return el("section", heading, loop or facts(told), _critical(trace), cls="details-part")


def _critical(trace: Trace) -> Markup | None:
    if not trace.critical_customers:
        return None
    count = len(trace.critical_customers)
    rows = [
        el("li", el("span", kind.replace("_", " ").capitalize()), el("span", account, cls="secondary"))
        for account, kind in trace.critical_customers[:CRITICAL_SHOWN]
    ]
    more = el("li", f"and {count - CRITICAL_SHOWN:,} more", cls="secondary") if count > CRITICAL_SHOWN else None
    title = f"{count:,} critical customer{'s' if count > 1 else ''}"
    return el("details", el("summary", icon("chevron"), title), el("ul", rows, more), cls="critical", open=count <= 5)


def _children(details: Details) -> Markup | None:
    if details.children is None:
        return None
    groups: dict[str, list[Row]] = {}
    for row in details.children:
        groups.setdefault(row["kind"], []).append(row)
    return el("div", [_child_group(kind, rows) for kind, rows in groups.items()]) if groups else None


def _child_group(kind: str, rows: list[Row]) -> Markup:
    items = [
        el(
            "li",
            el(
                "button",
                el("span", row["name"]),
                el("span", row["note"], cls="secondary"),
                type="button",
                data_action="select",
                data_value=f"{row['kind']}:{row['asset_id']}",
            ),
            data_key=f"{kind}:{row['asset_id']}",
        )
        for row in rows
    ]
    title = el("h3", CHILD_HEADINGS[kind], " ", el("span", len(rows), cls="count"))
    return el("section", title, el("ul", items, cls="children"), cls="details-part")


def _foot(details: Details, traced: str) -> Markup | None:
    if not details.row:
        return None

    def trace_button(direction: str, mark: str) -> Markup:
        is_on = traced == direction
        return el(
            "button",
            icon(mark),
            direction.capitalize(),
            type="button",
            cls="button",
            data_action="clear_trace" if is_on else "trace",
            data_value=direction,
            aria_pressed="true" if is_on else "false",
            title=f"Trace {direction}",
        )

    page = "Health and hot spot" if details.asset.kind == "transformer" else "Health"
    return el(
        "footer",
        el("button", page, type="button", cls="button", data_action="page", title="Open its page in Asset Health")
        if details.asset.kind in WITH_PAGE
        else None,
        el("span", "Trace", cls="controls-label"),
        trace_button("upstream", "up"),
        trace_button("downstream", "down"),
        el("button", icon("target"), "Zoom to", type="button", cls="button is-last", data_action="zoom"),
        cls="panel-foot",
    )
