"""Take me there: ways on from an answer, and how one is gone: the map flies, layers and filters set, a tab opens."""

from __future__ import annotations

import datetime as dt
from typing import Final

from app import ways
from app.assistant.results import Go, NamedAsset
from app.selection import SCOPES, Change
from app.state import AppState, MapView, WayOn
from data_sources.assets import KINDS, AssetRef

# Metres of ground across the map, by what is shown: a line is long, a pole is not.
WIDTHS_M: Final = {"substation": 2500.0, "feeder": 5000.0, "segment": 800.0, "outage": 1500.0, "crew": 1500.0}
# The layer that draws a kind, where it can be switched off.
LAYER_OF: Final = {
    "feeder": "feeders", "segment": "feeders", "pole": "poles", "transformer": "transformers", "meter": "meters",
}  # fmt: skip


def apply(go: Go, state: AppState) -> None:
    """Go there: everything that the tab in front will show is set before it comes to the front.

    Args:
        go: where; of the utility that the session shows.
        state: of the session.
    """
    if changes := _changes(go):
        state.selection.change(**changes)
    if go.layers is not None:
        state.layers = go.layers
    elif go.lon is not None and go.asset is not None and go.asset.kind in LAYER_OF:
        state.layers = state.layers | {LAYER_OF[go.asset.kind]}
    if go.filters is not None:
        state.filters = {name: frozenset(value) if isinstance(value, tuple) else value for name, value in go.filters}
    if go.lon is not None and go.lat is not None:
        state.viewport = MapView(round(go.lon, 6), round(go.lat, 6), go.width_m)
    if go.texts:
        state.way_on = WayOn(go.tab, go.texts)
    else:
        state.tab = go.tab


def _changes(go: Go) -> Change:
    """What the shared selection becomes; what a way does not speak of stays."""
    changes = Change()
    if go.asset is not None:
        changes["asset"] = go.asset
    if go.scope is not None:
        changes["scope"], changes["scope_id"] = go.scope
    if go.days is not None:
        changes["first_day"], changes["end_day"] = go.days
    return changes


def to_map(asset: NamedAsset, *, is_at_once: bool = False) -> Go:
    """Fly to a thing on the dashboard's map, selected; filters are taken off, since they might hide it."""
    if asset.lon is None or asset.lat is None:
        return Go(f"Select {asset.name}", ways.MAP, _ref(asset), is_at_once=is_at_once)
    return Go(
        f"Show {asset.name} on the map", ways.MAP, _ref(asset), asset.lon, asset.lat, WIDTHS_M.get(asset.kind,
            ways.CLOSE_UP_M),
        filters=(), is_at_once=is_at_once,
    )  # fmt: skip


def to_readings(
    asset: NamedAsset, days: tuple[dt.date, dt.date] | None = None, *, view: str = "", is_at_once: bool = False
) -> Go:
    """What the meters of a substation, feeder, transformer or meter say, in AMI Analytics.

    Args:
        asset: one of the kinds that the tab looks at.
        days: first local day and the day after the last; None leaves the period as it is.
        view: of that tab; the page of a meter or the load of anything else where none is named.
        is_at_once: the question asks to go there.

    Raises:
        ValueError: the tab cannot look at such a thing.
    """
    if asset.kind not in SCOPES:
        raise ValueError(f"A {asset.kind} has no readings.")
    view = view or ("meter" if asset.kind == "meter" else "load")
    label = f"Outages of {asset.name}" if view == "outages" else f"Readings of {asset.name}"
    texts = (("view", view),)
    scope = (asset.kind, asset.asset_id)
    return Go(label, ways.READINGS, scope=scope, days=days, texts=texts, is_at_once=is_at_once)


def to_page(asset: NamedAsset, *, is_at_once: bool = False) -> Go:
    """The page of a transformer or pole in Asset Health."""
    texts = (("view", "asset"),)
    return Go(f"Page of {asset.name}", ways.ASSETS, _ref(asset), texts=texts, is_at_once=is_at_once)


def to_orders(asset: NamedAsset, *, is_at_once: bool = False) -> Go:
    """All work orders of a thing in Field Operations, open and over."""
    shown = {
        "view": "orders",
        "orders_shown": "all",
        "orders_type": "",
        "orders_status": "",
        "orders_filter": asset.name,
    }
    return Go(f"Work orders of {asset.name}", ways.FIELD, texts=tuple(shown.items()), is_at_once=is_at_once)


def _ref(asset: NamedAsset) -> AssetRef | None:
    """As it is selected; a crew cannot be."""
    kind = next((kind for kind in KINDS if kind == asset.kind), None)
    return None if kind is None else AssetRef(kind, asset.asset_id)
