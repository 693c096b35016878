"""The list of active outages: largest first; a click flies there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import param
import pyarrow as pa

from app import formats
from app.widgets.column import spoken, words
from app.widgets.html import Markup, el, facts, running_time
from app.widgets.html_view import HtmlView
from app.widgets.states import empty_state, skeleton

PRIORITY_RULES = {
    "high": "more than 500 customers out",
    "medium": "100 to 500 customers out",
    "low": "under 100 customers out",
}
CREW_STATUS = {"assigned": "assigned", "en_route": "on the way", "working": "on site"}
SHOWN_ROWS = 200

Row = Mapping[str, Any]


class OutageList(HtmlView):
    """Active outages.

    Actions: "fly" (outage_id of the row clicked), "select" (kind:id), "manage" (outage_id to be opened in Outage
    Management), "record" (all outages on record are wanted).
    """

    rows = param.List(default=None, allow_None=True, doc="Rows of active_outages.sql; None before the first answer.")
    time_zone = param.String(default="UTC", doc="IANA name of the utility's zone.")
    selected = param.Integer(default=None, allow_None=True, doc="outage_id of the row marked.")
    is_pinned = param.Boolean(default=False, doc="The row marked stands first: it was chosen elsewhere, on the map.")
    is_stale = param.Boolean(default=False, doc="The source is away: the rows are dimmed, not removed.")

    def __init__(self, **params: Any) -> None:
        """Starts as a skeleton."""
        super().__init__(**params)
        self._draw()

    def show_rows(self, table: pa.Table) -> None:
        """Take the rows of active_outages.sql."""
        self.rows = table.to_pylist()

    @param.depends("rows", "time_zone", "selected", "is_pinned", "is_stale", watch=True)
    def _draw(self) -> None:
        rows: Sequence[Row] | None = self.rows
        body = (
            skeleton(6)
            if rows is None
            else self._list(rows)
            if rows
            else empty_state("No active outages", "All customers have supply.")
        )
        self.write(el("section", _head(rows or []), body, cls="outages panel" + (" is-stale" if self.is_stale else "")))

    def _list(self, rows: Sequence[Row]) -> Markup:
        if self.is_pinned:
            rows = sorted(rows, key=lambda row: row["outage_id"] != self.selected)
        items = [self._item(row) for row in rows[:SHOWN_ROWS]]
        more = len(rows) - SHOWN_ROWS
        return el(
            "ol",
            items,
            more > 0 and el("li", f"{more:,} smaller ones are not listed", cls="secondary"),
            cls="outage-list",
        )

    def _item(self, row: Row) -> Markup:
        is_selected = row["outage_id"] == self.selected
        content = el(
            "button",
            el(
                "span",
                el("i", cls=f"priority is-{row['priority']}"),
                el("span", _priority_tip(row), cls="tip"),
                cls="outage-mark",
            ),
            el("span", row["feeder_name"], cls="outage-feeder"),
            el("span", el("b", formats.number(row["customers_out"])), " out", cls="outage-count"),
            el("span", _where(row), cls="outage-cause"),
            el("span", running_time(row["started_at"], "lasting"), cls="outage-time"),
            el("span", _crew(row), cls="outage-crew"),
            el("span", self._restoration(row["estimated_restoration_at"]), cls="outage-eta"),
            type="button",
            data_action="fly",
            data_value=row["outage_id"],
            aria_current=is_selected and "true",
        )
        return el("li", content, is_selected and self._more(row), data_key=row["outage_id"])

    def _more(self, row: Row) -> Markup:
        """The outage that is marked in detail, and ways on from it."""
        pairs = [
            ("Outage", f"{row['outage_id']}, {words(row['state']).lower()}"),
            ("Supply lost", formats.day_and_clock(row["started_at"], self.time_zone)),
            ("Customers interrupted", formats.number(row["customers_interrupted"])),
            ("ETR", self._estimate(row)), ("Hazards", row["hazards"] or "none known"),
        ]  # fmt: skip
        return el("div", facts(pairs), _ways_on(row), cls="outage-more")

    def _estimate(self, row: Row) -> str:
        at = row["estimated_restoration_at"]
        if at is None:
            return "none yet"
        by = f", by hand: {row['estimate_reason']}" if row["estimated_by"] == "manual" else ", by rule"
        return formats.day_and_clock(at, self.time_zone) + by

    def _restoration(self, at: dt.datetime | None) -> Markup:
        if at is None:
            return Markup("no estimate")
        return el("span", "est. ", formats.clock(at, self.time_zone), " (", running_time(at, "until"), ")")


def _head(rows: Sequence[Row]) -> Markup:
    out = sum(row["customers_out"] for row in rows)
    summary = formats.count_of(out, "customer") if rows else ""
    return el(
        "header",
        el("h2", "Active outages"),
        el("span", len(rows), cls="count") if rows else None,
        el("span", summary, cls="secondary"),
        el("button", "All", type="button", cls="tool", data_action="record", title="All outages on record"),
        cls="panel-head",
    )


def _ways_on(row: Row) -> Markup:
    """What it is about, each a way to select it; and the outage where it is managed."""
    things = [
        ("device", row["device_id"], row["device_name"]),
        ("transformer", row["transformer_id"], row["transformer_name"]),
        ("feeder", row["feeder_id"], row["feeder_name"]),
    ]
    chips = [
        el(
            "button",
            name,
            type="button",
            cls="chip",
            data_action="select",
            data_value=f"{kind}:{asset_id}",
            title=f"Select the {kind}",
        )
        for kind, asset_id, name in things
        if name
    ]
    manage = el(
        "button", "Open in Outage Management", type="button", cls="chip", data_action="manage",
        data_value=row["outage_id"],
    )  # fmt: skip
    return el("div", chips, manage, cls="outage-ways")


def _priority_tip(row: Row) -> str:
    return f"{str(row['priority']).capitalize()} priority: {PRIORITY_RULES[row['priority']]}"


def _where(row: Row) -> str:
    device = row["device_name"] or row["transformer_name"]
    return " · ".join(part for part in (spoken(row["cause"]), device) if part)


def _crew(row: Row) -> Markup:
    if not row["crew_name"]:
        return el("span", "No crew yet", cls="secondary")
    return el(
        "span", row["crew_name"], ", ", CREW_STATUS.get(row["crew_status"], str(row["crew_status"]).replace("_", " "))
    )
