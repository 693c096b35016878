"""Take me there: to a thing on the map, its page, readings, outages, orders; or to the map of what matters."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, Literal

import pyarrow as pa
from pydantic import BaseModel, Field

from app import ways
from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.going import WIDTHS_M, to_map, to_orders, to_page, to_readings
from app.assistant.naming import asset_of, place_of
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import Go, NamedAsset, ToolResult
from app.assistant.tools import NameText, PlaceText, Tool, ToolChoice
from app.tabs.operations.tools.place_ways import words_of
from app.widgets.column import Column
from data_sources.assets import AssetRef

Target = Literal["map", "page", "readings", "outages", "orders"]
MEASURED: Final = ("substation", "feeder", "transformer", "meter")
WITH_PAGE: Final = ("transformer", "pole")


class GoTo(BaseModel):
    """Where, and what of it."""

    name: NameText
    target: Target = Field(
        "map", description="what opens: the map, its page in Asset Health, readings, outages or work orders"
    )
    is_at_once: bool = Field(True, description="the page goes there by itself; else a button leads there")


def go_to(context: ToolContext, args: GoTo) -> ToolResult:
    """One row that says where the thing is, and the way to it.

    Raises:
        NoAnswer: there is no such thing, or it has no such view.
    """
    asset = asset_of(context, args.name)
    go = replace(_way(asset, args.target), is_at_once=args.is_at_once)
    more = (to_map(asset),) if args.target != "map" else ()
    if outage := re.fullmatch(r"outage (\d{1,18})", args.name):
        more = (*more, Go(f"Open outage {outage[1]}", ways.OUTAGES, AssetRef("outage", int(outage[1]))))
    table = pa.table({"name": [asset.name], "kind": [asset.kind], "lat": [asset.lat], "lon": [asset.lon]})
    columns = (
        Column("name", "Name"), Column("kind", "Kind", "words"), Column("lat", "Latitude", "number", 5, "°"),
        Column("lon", "Longitude", "number", 5, "°"),
    )  # fmt: skip
    note = "A feeder begins there, at its breaker." if asset.kind == "feeder" else ""
    note = f"What {args.name} is at." if outage else note
    return result_of(
        context, f"{asset.kind.capitalize()} {asset.name}", table, columns, place=asset.name, note=note, goes=(go,
            *more)
    )  # fmt: skip


def _way(asset: NamedAsset, target: Target) -> Go:
    """The way to one view of a thing.

    Raises:
        NoAnswer: things of its kind have no such view.
    """
    if target == "page" and asset.kind in WITH_PAGE:
        return to_page(asset)
    if target in ("readings", "outages") and asset.kind in MEASURED:
        return to_readings(asset, view="outages" if target == "outages" else "")
    if target == "orders":
        return to_orders(asset)
    if target in ("map", "page"):  # what has no page has its details beside the map
        return to_map(asset)
    raise NoAnswer(RefusalReason.NOT_IN_DATA, f"There are no {target} of a {asset.kind}: ask for its feeder.")


GO_TO: Final = Tool(
    "go_to",
    "Take me to one thing by name: on the map (substation, feeder, transformer, pole, meter, device, line section, "
    "crew), to the page of a "
    "transformer or pole, to readings or outages of a feeder, transformer or meter, to work orders of a thing.",
    GoTo, go_to, "go", ("map",),
    choices=(
        ToolChoice((
            "where", "where is", "location", "location of", "locate", "coordinate", "position on map", "latitude",
            "longitude",
        ),
                   {"is_at_once": False}),
        ToolChoice(("page", "asset page", "page of", "detail", "detail page", "asset detail", "open page"),
            {"target": "page"}),
        ToolChoice(
            (
                "open reading", "go to reading", "take me to reading", "reading page", "show reading", "ami page",
                "load page", "meter page", "open meter data", "open load", "reading", "reading in ami", "load in ami",
                "ami",
            ),
            {"target": "readings"},
        ),
        ToolChoice((
            "go to outage", "open outage", "outage in ami", "ami outage", "outage page", "outage list",
            "take me to outage", "open outage list",
        ), {"target": "outages"}),
        ToolChoice(("open work order", "go to work order", "take me to work order", "open order", "work order page"),
            {"target": "orders"}),
    ),
    words=(
        "show on map", "on map", "map of", "map", "take me there", "take me to", "go to", "fly to", "zoom to",
        "zoom in on", "zoom", "navigate to", "jump to", "center on", "centre on", "find on map", "find",
        "show me where", "bring up", "pull up", "open", "select", "highlight", "show where", "see on map",
        "display on map", "pan to", "focus on", "locate on map", "look at",
    ),
    opens=13, examples=("take me to TX-0001-004", "where is Crew-003", "map of F0006", "open readings of MTR-0000777"),
)  # fmt: skip

MapFilter = tuple[tuple[str, int | str | tuple[str, ...]], ...]
Shown = Literal["overloaded", "high_load", "poor_health", "fair_health", "underground", "overhead"]
_LAYERS: Final[dict[str, tuple[str, tuple[str, ...], MapFilter]]] = {
    "overloaded": ("Overloaded transformers", ("transformers",), (("load", ("over",)),)),
    "high_load": ("Transformers above 80 % of their rating", ("transformers",), (("load", ("high", "over")),)),
    "poor_health": ("Transformers and poles in poor health", ("transformers", "poles"), (("health", ("poor",)),)),
    "fair_health": ("Transformers and poles in fair or poor health", ("transformers", "poles"), (("health", (
        "poor", "fair",
    )),)),
    "underground": ("What lies underground", ("transformers",), (("construction", "underground"),)),
    "overhead": ("What is built overhead", ("transformers", "poles"), (("construction", "overhead"),)),
}  # fmt: skip


class MapOf(BaseModel):
    """What is shown on the map, and where."""

    shown: Shown = Field(description="what is left on the map")
    place: PlaceText = ""


def map_of(context: ToolContext, args: MapOf) -> ToolResult:
    """One row that says what the map shows, and the way to it: layers and filters set, at the place.

    Raises:
        NoAnswer: there is no such place.
    """
    place = place_of(context, args.place)
    title, layers, filters = _LAYERS[args.shown]
    where = "" if place.kind == "utility" else f" of {place.name}"
    go = Go(
        f"{title}{where} on the map", ways.MAP, layers=frozenset({"feeders", *layers}), filters=filters, is_at_once=True
    )  # fmt: skip
    if place.kind != "utility":
        asset = asset_of(context, place.name, (place.kind,))
        only = ((f"{place.kind}_id", place.place_id),)
        go = replace(go, lon=asset.lon, lat=asset.lat, width_m=WIDTHS_M[place.kind], filters=(*filters, *only))
    table = pa.table({"shown": [title], "place": [words_of(place)]})
    columns = (Column("shown", "On the map"), Column("place", "Place"))
    return result_of(context, f"{title} on the map", table, columns, place=words_of(place), goes=(go,))


MAP_OF: Final = Tool(
    "map_of",
    "The map with just what matters left on it: overloaded transformers, poor health, what lies underground.", MapOf,
    map_of, "go",
    ("map",),
    choices=(
        ToolChoice(
            (
                "overloaded transformer on map", "map of overloaded transformer", "overloaded on map",
                "map of overload", "overload on map",
            ),
            {"shown": "overloaded"},
        ),
        ToolChoice(("heavily loaded transformer on map", "map of heavily loaded transformer", "high load on map"),
            {"shown": "high_load"}),
        ToolChoice(
            (
                "poor health on map", "map of poor health", "unhealthy asset on map", "map of unhealthy asset",
                "asset in poor health on map", "poor health asset on map", "transformer in poor health on map",
                "pole in poor health on map",
            ),
            {"shown": "poor_health"},
        ),
        ToolChoice((
            "underground line on map", "map of underground", "underground on map", "underground network on map",
        ), {"shown": "underground"}),
        ToolChoice(("overhead line on map", "map of overhead", "overhead on map", "overhead network on map"),
            {"shown": "overhead"}),
    ),
    examples=("show overloaded transformers on the map",),
)  # fmt: skip
