"""The form "New call": finds the account while one types, says what is known there, is ready for the next call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import pyarrow as pa

from app.desk import fields
from app.desk.command_desk import CommandDesk, OneCommand
from app.tabs.outage_management.calls import new_call_html
from app.tabs.outage_management.calls.map_part import CallMap
from app.tabs.outage_management.view import OutageView
from app.widgets.html import Markup, el
from app.widgets.html_view import HtmlView
from data_sources.assets import AssetRef
from data_sources.commands.receipt import Receipt
from data_sources.errors import InvalidCommand, SourceError
from data_sources.outages.calls import TakeCall
from data_sources.outages.calls.accounts import MOST, accounts_query, sees_people, why_nothing
from data_sources.query import Query

Row = Mapping[str, Any]
MORE = f"The first {MOST}; more match. Type more of the name, the address or the number."
PLACES: Final = ("substation", "pole", "transformer", "device", "segment")  # where somebody may see something


class NewCallPart:
    """The form; `draw` gives its HTML.

    Args:
        view: gives the utility, the selection, workers and live rows.
        desk: runs the command, and knows who asks.
        chart: the map, which flies to who is chosen.
        panel: whose clicks are heard.
        redraw: called when something else is to be shown.
    """

    def __init__(
        self, view: OutageView, desk: CommandDesk, chart: CallMap, panel: HtmlView, redraw: Callable[[], None]
    ) -> None:
        """Nobody has called yet."""
        self._view, self._desk, self._map, self._redraw = view, desk, chart, redraw
        self._typed, self._answered, self._entered, self._turn, self._focus = "", "", "", 0, 0
        self._hits: list[Row] = []
        self._note = self._said = Markup("")
        self._account: Row | None = None
        self._place: Row | None = None
        self._known: Row | None = None
        self._command = OneCommand(desk, redraw)
        view.live(self._known_query, self._take_known)
        view.watch(self._on_asset, view.selection, "asset")
        self._bind(panel)

    def _bind(self, panel: HtmlView) -> None:
        panel.on("type", lambda text: self._look_up(str(text or "")))
        panel.on("choose", self._choose)
        panel.on("pick", lambda value: self._pick(str(value)))
        panel.on("again", lambda _value: self.ready())
        panel.on("take", self._send)

    def ready(self) -> None:
        """Empty, with the focus where one types."""
        self._typed, self._answered, self._entered, self._hits = "", "", "", []
        self._account, self._place, self._known = None, None, None
        self._command.error, self._note = ("", ""), Markup("")
        self._turn += 1
        self._focus += 1
        self._redraw()

    def draw(self) -> Markup:
        """The panel."""
        search = new_call_html.search(self._hits, self._note, self._turn, self._focus)
        chosen = self._account is not None or self._place is not None
        caller = new_call_html.caller(self._account, self._place, self._known, self._view.state.time_zone)
        body = caller if chosen else search
        about = new_call_html.key_of(self._account) if self._account is not None else self._place
        form = new_call_html.said(self._turn, self._focus, self._command.error, about) if chosen else Markup("")
        return new_call_html.panel(self._said, body, form)

    # Who calls ----------------------------------------------------------------------------------------------------

    def _look_up(self, typed: str) -> None:
        utility_id = self._view.state.utility_id
        if self._account is not None or self._place is not None or utility_id is None:
            return  # typed before the account was chosen, heard after
        self._typed, self._said = typed, Markup("")
        query = accounts_query(utility_id, typed, self._desk.principal, MOST + 1)
        if query is None:
            self._hits, self._answered, self._note = [], "", Markup("")
            self._redraw()
            return
        source = self._view.sources.live

        def find() -> tuple[list[Row], str]:
            found = source.fetch(query).to_pylist()
            return found, "" if found else why_nothing(source, utility_id)

        def take(answer: tuple[list[Row], str]) -> None:
            if typed == self._typed and self._account is None and self._place is None:
                self._take_hits(typed, *answer)

        self._view.work(find, take, key="accounts", on_away=self._away)

    def _away(self, error: Exception) -> None:
        self._note = el("p", str(error) if isinstance(error, SourceError) else "The search failed.", role="alert")
        self._redraw()

    def _take_hits(self, typed: str, found: list[Row], none: str) -> None:
        self._hits, self._answered = found[:MOST], typed
        note = MORE if len(found) > MOST else "" if found else none
        self._note = el("p", note, cls="search-note", role="status") if note else Markup("")
        if typed == self._entered and found:
            self._pick(new_call_html.key_of(found[0]))
        else:
            self._redraw()

    def _choose(self, value: Any) -> None:
        """Enter: what is marked, or the first hit of what stands in the field, searched for at once if need be."""
        typed, marked = str(value[0]), value[1]
        if marked and typed == self._answered:
            self._pick(str(marked))
        else:
            self._entered = typed
            self._look_up(typed)

    def _pick(self, key: str) -> None:
        row = next((hit for hit in self._hits if new_call_html.key_of(hit) == key), None)
        if row is not None:
            self._take_account(row)

    def _take_account(self, row: Row) -> None:
        self._account, self._place, self._known, self._hits = row, None, None, []
        self._command.error, self._said = ("", ""), Markup("")
        self._focus += 1
        self._redraw()

    def _on_asset(self) -> None:
        """Something is selected on the map or by the search of the page: the call comes from there."""
        asset, utility_id = self._view.selection.asset, self._view.state.utility_id
        if asset is None or utility_id is None or self._view.own.call is not None or not self._desk.can_change:
            return
        source = self._view.sources.live
        if asset.kind == "meter":
            sees = sees_people(self._desk.principal)
            query = Query.of("account_of_meter", meter_id=asset.asset_id, utility_id=utility_id, sees_people=sees)
        elif asset.kind in PLACES:
            query = Query.of("place_of_asset", kind=asset.kind, asset_id=asset.asset_id, utility_id=utility_id)
        else:
            return

        def take(found: list[Row]) -> None:
            if found and asset.kind == "meter":
                self._take_account(found[0])
            elif found:
                self._account, self._place, self._known = None, found[0], None
                self._focus += 1
                self._redraw()

        self._view.work(lambda: source.fetch(query).to_pylist(), take, key="place")

    # What is known there --------------------------------------------------------------------------------------------

    def _known_query(self) -> Query | None:
        utility_id = self._view.state.utility_id
        if utility_id is None or self._account is None:
            return None
        sees = sees_people(self._desk.principal)
        return Query.of("known_at_meter", meter_id=self._account["meter_id"], utility_id=utility_id, sees_people=sees)

    def _take_known(self, found: pa.Table) -> None:
        rows = found.to_pylist()
        is_first = self._known is None
        self._known = rows[0] if rows else None
        if is_first and self._known is not None:
            asset = AssetRef("meter", self._known["meter_id"])
            self._map.look_at(asset, (self._known["lon"], self._known["lat"]))
        self._redraw()

    # What is taken --------------------------------------------------------------------------------------------------

    def _send(self, message: Any) -> None:
        utility_id = self._view.state.utility_id
        if self._command.is_busy or utility_id is None or not isinstance(message, dict) or not self._desk.can_change:
            return
        self._command.give(
            lambda: TakeCall.of(utility_id=utility_id, **self._from_where(), **said_in(message["values"])),
            message["key"], self._done,
        )  # fmt: skip

    def _from_where(self) -> dict[str, Any]:
        if self._account is not None:
            return {"meter_id": self._account["meter_id"]}
        if self._place is not None:
            return {"lon": self._place["lon"], "lat": self._place["lat"]}
        raise InvalidCommand("Choose who calls, or tap where it is on the map.")

    def _done(self, receipt: Receipt) -> None:
        self._said = el("p", taken(receipt), cls="form-done", role="status")
        self._view.selection.change(asset=None)
        self.ready()


def said_in(typed: fields.Typed) -> dict[str, Any]:
    """The values of the command out of the form's fields; what is empty is left out."""
    texts = {name: fields.one(typed, name) for name in typed}
    values: dict[str, Any] = {name: text for name, text in texts.items() if text}
    values["wants_callback"] = values.get("wants_callback") == "yes"
    return values


def taken(receipt: Receipt) -> str:
    """What came of a call, in a sentence."""
    outage_id = receipt.after.get("outage_id")
    where = f"attached to outage {outage_id}." if outage_id else "no outage is known there yet."
    return f"Call {receipt.target.id} taken: {where} Ready for the next."
