"""The head of the page of a meter: which one it is, what it hangs on with ways there, and a box to find another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import param

from app import theme
from app.tabs.ami_analytics.view import SHEET
from app.widgets.html import Markup, el, icon
from app.widgets.html_view import HtmlView

LINKS = ("substation", "feeder", "transformer")


class MeterHead(HtmlView):
    """The head. Actions: "find" (text), "choose" ([text, id]) and "meter" (id) for another meter, "scope" (kind:id)."""

    identity = param.Dict(default=None, allow_None=True, doc="Row of ami_meter_identity.sql; None for none.")
    hits = param.List(
        default=None, allow_None=True, doc="Rows of ami_meter_find.sql; None while nothing is looked for."
    )
    needle = param.String(default="", doc="What is looked for.")

    def __init__(self, **params: Any) -> None:
        """Starts with the box alone."""
        super().__init__(css_classes=["view-head"], **params)
        self.model.stylesheets = [theme.stylesheet("base"), theme.stylesheet("widgets"), theme.stylesheet(SHEET)]
        self._rev = 0
        self._draw()

    def done(self) -> None:
        """Empty the box: something was chosen."""
        self._rev += 1
        self.param.update(hits=None, needle="")
        self._draw()

    @param.depends("identity", "hits", watch=True)
    def _draw(self) -> None:
        self.write(el("div", self._who(), self._box(), cls="mh"))

    def _who(self) -> Markup:
        if self.identity is None:
            return el("p", "Find a meter by its name or number.", cls="secondary")
        row: dict[str, Any] = self.identity
        chain = [
            el("button", row[f"{kind}_name"], type="button", cls="chip", data_action="scope",
               data_value=f"{kind}:{row[f'{kind}_id']}", title=f"Show the load of this {kind}")
            for kind in LINKS
        ]  # fmt: skip
        badges = [el("span", text, cls="badge") for text in _traits(row)]
        return el("div", el("h2", row["meter_name"]), badges, el("span", chain, cls="mh-chain"), cls="mh-who")

    def _box(self) -> Markup:
        field = el(
            "input", type="search", placeholder="Find a meter", data_input="find",
            aria_label="Find a meter by name or number", autocomplete="off", spellcheck="false",
            role="combobox", aria_expanded="true" if self.hits else "false", aria_controls="meter-hits",
            aria_autocomplete="list", value="", data_rev=self._rev,
        )  # fmt: skip
        return el("div", el("label", icon("search"), field, cls="mh-field"), self._hits(), cls="mh-find")

    def _hits(self) -> Markup | None:
        if self.hits is None:
            return None
        rows: Sequence[dict[str, Any]] = self.hits
        if not rows:
            return el(
                "div", el("p", f"No meter is called “{self.needle}”.", cls="secondary", role="status"), cls="mh-hits"
            )
        options = [_hit(row, is_first=place == 0) for place, row in enumerate(rows)]
        return el("div", options, cls="mh-hits", id="meter-hits", role="listbox", aria_label="Found")


def _hit(row: dict[str, Any], *, is_first: bool) -> Markup:
    where = el("span", f"{row['feeder_name']} · {row['transformer_name']}", cls="secondary")
    return el(
        "button", el("b", row["meter_name"]), where, type="button", role="option", data_action="meter",
        data_value=row["meter_id"], data_key=row["meter_id"], aria_selected="true" if is_first else "false",
        id=f"meter-hit-{row['meter_id']}", tabindex="-1",
    )  # fmt: skip


def _traits(row: dict[str, Any]) -> list[str]:
    words = [str(row["customer_class"]).replace("_", " ").capitalize()]
    words += ["Solar"] if row["has_solar"] else []
    words += ["EV"] if row["has_ev"] else []
    words += [] if row["is_active"] else ["Inactive"]
    others = row["neighbours"] or 0
    words.append(f"{row['nominal_voltage_v']:.0f} V, phase {row['phases']}")
    words.append(f"{others:,} neighbour{'s' if others != 1 else ''} on {row['rated_kva']:g} kVA")
    return words
