"""Ways on from one tab to another: what is opened there, said once. The page takes them by `AppState.way_on`."""

from __future__ import annotations

import datetime as dt

from app import formats
from app.state import AppState, MapView, WayOn
from data_sources.analytics.clock import naive_utc
from data_sources.assets import AssetRef

OUTAGES, READINGS, MAP = "outage-management", "ami-analytics", "operations-dashboard"
ASSETS, FIELD = "asset-health", "field-operations"
ASSISTANT = "ai-assistant"
ASSISTANT_KEY = "q"  # with Alt: opens it beside any tab, and leads into the field of its own (html_view.js)
CLOSE_UP_M = 600.0  # width of the map at a place
AROUND = dt.timedelta(hours=4)  # of readings before an outage and after it
ONE_DAY = dt.timedelta(days=1)


def open_outage(state: AppState, outage_id: int) -> None:
    """Open an outage that PostgreSQL holds in Outage Management."""
    state.selection.change(asset=AssetRef("outage", outage_id))  # that tab takes it from there
    state.tab = OUTAGES


def open_map(state: AppState, lon: float, lat: float, asset: AssetRef | None = None) -> None:
    """Open the map of the dashboard at a place, with what stands there selected."""
    state.selection.change(asset=asset)
    state.viewport = MapView(round(lon, 6), round(lat, 6), CLOSE_UP_M)
    state.tab = MAP


def open_readings(
    state: AppState, kind: str, place_id: int, begun: dt.datetime, over: dt.datetime, view: str | None = None
) -> None:
    """Open what the meters of a place said around an outage, in AMI Analytics.

    Args:
        state: of the session.
        kind: of the place: "feeder", "transformer" or "meter".
        place_id: its id.
        begun: when supply was lost, aware.
        over: when it was back, or the present, aware.
        view: of that tab; the page of a meter, or the load of anything else, where none is named.
    """
    first, end = begun - AROUND, over + AROUND
    zone = formats.zone(state.time_zone)
    days = (first.astimezone(zone).date(), end.astimezone(zone).date() + ONE_DAY)
    state.selection.change(scope=kind, scope_id=place_id, first_day=days[0], end_day=days[1])
    texts = {
        "view": view or ("meter" if kind == "meter" else "load"), "from_at": _minute(first),
        "to_at": _minute(end + dt.timedelta(minutes=1)),
    }  # fmt: skip
    state.way_on = WayOn(READINGS, tuple(texts.items()))


def open_replay(state: AppState, outage_id: int, begun: dt.datetime, over: dt.datetime) -> None:
    """Open Replay at the moment an outage began: of one that is closed long ago that is where it can be looked at.

    Args:
        state: of the session.
        outage_id: picked there.
        begun: when supply was lost, aware.
        over: when it was back, aware.
    """
    first, end = begun - AROUND, over + AROUND
    texts = {
        "view": "replay", "replay_from": _minute(first), "replay_to": _minute(end),
        "replay_at": _minute(begun + dt.timedelta(minutes=1)), "replay_outage": str(outage_id),
    }  # fmt: skip
    state.way_on = WayOn(OUTAGES, tuple(texts.items()))


def open_outages_of(state: AppState, kind: str, place_id: int) -> None:
    """Open all outages on record of a feeder, transformer or meter, in AMI Analytics."""
    state.selection.change(scope=kind, scope_id=place_id)
    state.way_on = WayOn(READINGS, (("view", "outages"),))


def open_load(state: AppState, kind: str, place_id: int, view: str = "load") -> None:
    """Open what the meters of a feeder, transformer or meter say in the period that is looked at, in AMI Analytics."""
    state.selection.change(scope=kind, scope_id=place_id)
    state.way_on = WayOn(READINGS, (("view", view),))


def open_asset(state: AppState, asset: AssetRef) -> None:
    """Open the page of a transformer or pole, in Asset Health."""
    state.selection.change(asset=asset)
    state.way_on = WayOn(ASSETS, (("view", "asset"),))


def open_order(state: AppState, work_order_id: int) -> None:
    """Open a work order in Field Operations."""
    state.way_on = WayOn(FIELD, (("view", "orders"), ("order", str(work_order_id))))


def open_orders_of(state: AppState, name: str) -> None:
    """Open all work orders of an asset, open and over, in Field Operations.

    Args:
        state: of the session.
        name: of the asset, as it is displayed.
    """
    shown = {"view": "orders", "orders_shown": "all", "orders_type": "", "orders_status": ""}
    state.way_on = WayOn(FIELD, (*shown.items(), ("orders_filter", name)))


def _minute(at: dt.datetime) -> str:
    return naive_utc(at).replace(second=0, microsecond=0).isoformat()
