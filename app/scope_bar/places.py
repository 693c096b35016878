"""Lists of substations and of feeders to choose from, as the rows of filter_choices.sql have them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import panel as pn

from app.selection import Selection
from app.widgets.html import Markup, el

Places = Sequence[dict[str, Any]]


def place_lists(places: Places, substation: int | None, feeder: int | None) -> tuple[Markup, Markup]:
    """A list of substations and one of feeders, those of the substation chosen; `on("substation" | "feeder", …)`."""
    substations = [row for row in places if row["kind"] == "substation"]
    feeders = [row for row in places if row["kind"] == "feeder" and substation in (None, row["substation_id"])]
    return (
        _select("substation", "Substation", "All substations", substations, substation),
        _select("feeder", "Feeder", "All feeders", feeders, feeder),
    )


def _select(action: str, label: str, none: str, rows: Places, chosen: int | None) -> Markup:
    options = [el("option", none, value="", selected=chosen is None)]
    options += [el("option", row["name"], value=row["asset_id"], selected=row["asset_id"] == chosen) for row in rows]
    return el("select", options, data_change=action, aria_label=label, data_rev=f"{chosen}/{len(rows)}")


def leave_nowhere(selection: Selection, places: Places) -> None:
    """Look at the whole utility, and say so, where an address names a substation or feeder that there is not.

    Args:
        selection: of the session.
        places: rows of filter_choices.sql of the utility shown; none where they are not known yet.
    """
    kind, wanted = selection.scope, selection.scope_id
    if kind not in ("substation", "feeder") or not places:
        return
    if any((row["kind"], row["asset_id"]) == (kind, wanted) for row in places):
        return
    selection.change(scope="utility", scope_id=None)
    if pn.state.notifications is not None:
        words = f"There is no {kind} {wanted} in this network; the whole utility is shown."
        pn.state.notifications.warning(words, duration=8000)
