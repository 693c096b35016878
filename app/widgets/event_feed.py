"""The feed of events: latest first, times in the utility's zone; a click flies there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import param
import pyarrow as pa

from app import formats
from app.widgets.html import Markup, el, icon
from app.widgets.html_view import HtmlView
from app.widgets.states import skeleton

Row = Mapping[str, Any]


class EventFeed(HtmlView):
    """Events in a strip that unfolds; `on("fly", …)` hears the event_id of the row clicked."""

    rows = param.List(default=None, allow_None=True, doc="Rows of recent_events.sql; None before the first answer.")
    time_zone = param.String(default="UTC", doc="IANA name of the utility's zone.")
    is_stale = param.Boolean(default=False, doc="The source is away: the rows are dimmed, not removed.")

    def __init__(self, **params: Any) -> None:
        """Starts as a skeleton."""
        super().__init__(**params)
        self._draw()

    def show_rows(self, table: pa.Table) -> None:
        """Take the rows of recent_events.sql."""
        self.rows = table.to_pylist()

    @param.depends("rows", "time_zone", "is_stale", watch=True)
    def _draw(self) -> None:
        stale = " is-stale" if self.is_stale else ""
        rows = self.rows
        if rows is None:
            self.write(el("div", skeleton(1), cls="feed panel"))
            return
        latest = (
            self._line(rows[0])
            if rows
            else el("span", "No events yet. Switching, outages and crews will be reported here.", cls="secondary")
        )
        head = el(
            "summary", icon("chevron"), el("span", "Events", cls="feed-title"), el("span", latest, cls="feed-latest")
        )
        items = [self._item(row) for row in rows]
        self.write(el("details", head, el("ol", items, cls="feed-list"), cls=f"feed panel{stale}"))

    def _line(self, row: Row) -> Markup:
        return el(
            "span",
            el("i", cls=f"dot is-{row['severity']}"),
            el("span", self._time(row["happened_at"]), cls="feed-time"),
            row["message"],
        )

    def _item(self, row: Row) -> Markup:
        has_place = row["lon"] is not None and row["lat"] is not None
        line = el(
            "button",
            el("i", cls=f"dot is-{row['severity']}"),
            el("span", self._time(row["happened_at"]), cls="feed-time"),
            el("span", row["message"], cls="feed-message"),
            row["is_simulated"] and el("span", "simulated", cls="badge"),
            type="button",
            disabled=not has_place,
            data_action="fly" if has_place else None,
            data_value=row["event_id"],
        )
        return el("li", line, data_key=row["event_id"])

    def _time(self, at: dt.datetime) -> str:
        now = dt.datetime.now(dt.UTC)
        is_recent = now - at < dt.timedelta(hours=20)
        return (
            formats.clock(at, self.time_zone, seconds=True) if is_recent else formats.day_and_clock(at, self.time_zone)
        )
