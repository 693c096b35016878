"""PlaceChoice: the substation or feeder that a view counts, chosen in its bar; the scope that all tabs share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa

from app.scope_bar.places import leave_nowhere, place_lists
from app.view import View
from app.widgets.board import BoardHtml
from app.widgets.html import Markup, el
from data_sources.history.reliability import Scope
from data_sources.query import Query

SHEET = "place_choice"


class PlaceChoice:
    """Two lists of a bar, of substations and of feeders. Writes the scope of the selection.

    Args:
        view: whose selection is written.
        bar: hears what is chosen.
        draw: called when there is something else to choose from, or something else is looked at.
    """

    def __init__(self, view: View, bar: BoardHtml, draw: Callable[[], None]) -> None:
        """Nothing is drawn yet."""
        bar.dress(SHEET)
        self._view, self._draw, self._places = view, draw, list[dict[str, Any]]()
        bar.on("substation", lambda text: self._choose("substation", text))
        bar.on("feeder", lambda text: self._choose("feeder", text))
        view.live(self._query, self._take)
        view.watch(draw, view.selection, ["scope", "scope_id"])
        view.watch(self._leave_nowhere, view.selection, ["scope", "scope_id"])
        view.watch(self._forget, view.state, "utility_id")

    @property
    def looked_at(self) -> tuple[Scope, int | None]:
        """What is counted: a substation, a feeder, else the whole utility, of transformers and meters too."""
        kind, wanted = self._view.selection.scope, self._view.selection.scope_id
        return (kind, wanted) if kind in ("substation", "feeder") else ("utility", None)

    @property
    def name(self) -> str:
        """What a person calls it."""
        kind, wanted = self.looked_at
        named = (row["name"] for row in self._places if (row["kind"], row["asset_id"]) == (kind, wanted))
        return "whole utility" if kind == "utility" else next(named, f"{kind} {wanted}")

    @property
    def feeder_ids(self) -> frozenset[int] | None:
        """The feeders looked at; None for the whole utility. Of a substation none before its list is here."""
        kind, wanted = self.looked_at
        if kind == "utility" or wanted is None:
            return None
        feeders = [row for row in self._places if row["kind"] == "feeder"]
        below = frozenset(row["asset_id"] for row in feeders if row["substation_id"] == wanted)
        return frozenset([wanted]) if kind == "feeder" else below

    def html(self) -> Markup:
        """The lists."""
        kind, wanted = self.looked_at
        lists = place_lists(self._places, self._substation_id(), wanted if kind == "feeder" else None)
        return el("div", *lists, cls="place-choice bar-fields")

    def _query(self) -> Query | None:
        utility_id = self._view.state.utility_id
        return None if utility_id is None else Query.of("filter_choices", utility_id=utility_id)

    def _take(self, rows: pa.Table) -> None:
        self._places = rows.to_pylist()
        self._leave_nowhere()
        self._draw()

    def _leave_nowhere(self) -> None:
        leave_nowhere(self._view.selection, self._places)

    def _forget(self) -> None:
        """Another utility has other places."""
        self._places = []

    def _choose(self, kind: str, text: Any) -> None:
        change, above = self._view.selection.change, self._substation_id()
        if str(text).isdigit():
            change(scope=kind, scope_id=int(text))
        elif kind == "feeder" and above is not None:
            change(scope="substation", scope_id=above)
        else:
            change(scope="utility", scope_id=None)

    def _substation_id(self) -> int | None:
        kind, wanted = self.looked_at
        if kind == "substation":
            return wanted
        found = (row["substation_id"] for row in self._places if (row["kind"], row["asset_id"]) == ("feeder", wanted))
        return next(found, None) if kind == "feeder" else None
