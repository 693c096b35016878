"""Lists of the network: feeders, substations, meters of a transformer, devices by kind and position, what is dark."""

from __future__ import annotations

from collections import Counter
from typing import Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app import formats
from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.going import to_map
from app.assistant.naming import asset_of, place_of
from app.assistant.results import Go, NamedAsset, ToolResult
from app.assistant.tools import PlaceText, Tool, ToolChoice, name_of
from app.tabs.operations.tools.place_ways import ways_of, words_of
from app.tabs.operations.tools.rows import known, only, yes_no
from app.widgets.column import Column

CountOnly = Field(False, description="how many instead of which")
DeviceKind = Literal["", "breaker", "recloser", "sectionaliser", "fuse", "switch", "tie"]
DeviceState = Literal["", "open", "closed", "abnormal"]
SupplyState = Literal["", "energized", "deenergized"]


class ListOfPlace(BaseModel):
    """Of which place."""

    place: PlaceText = ""
    is_count: bool = CountOnly


class FeederList(ListOfPlace):
    """Feeders of a place, in a state."""

    state: SupplyState = Field("", description="energized or deenergized; empty for all")


class SubstationList(BaseModel):
    """All of them."""

    is_count: bool = CountOnly


class MeterList(BaseModel):
    """On which transformer."""

    name: str = name_of("transformer")
    is_count: bool = CountOnly


class DeviceList(ListOfPlace):
    """Devices of a place, of a kind, in a position."""

    kind: DeviceKind = Field("", description="kind of device; empty for all")
    state: DeviceState = Field("", description="open, closed, or abnormal: not as it normally is; empty for all")


def _listed(
    context: ToolContext, title: str, table: pa.Table, columns: tuple[Column, ...], *, kind: str, is_count: bool,
        place: str = "",
    note: str = "", goes: tuple[Go, ...] = (), is_state: bool = False,
) -> ToolResult:  # fmt: skip
    """The rows, or how many there are; where there is just one, a way leads to it.

    `is_state`: they are those in a state now, which is told as of the reading: the newest change among those that are
    left would be the same for more of them and for fewer.
    """
    found = known(table)
    newest = pc.max(found["updated_at"]).as_py() if "updated_at" in found.column_names else None
    as_of = context.now if is_state else newest
    if is_count:
        return result_of(context, title, counted(found), (HowMany,), place=place, note=note, as_of=as_of, goes=goes)
    if found.num_rows == 1:
        (row,) = found.to_pylist()
        goes = (to_map(NamedAsset(kind, row["asset_id"], row["name"], row["lon"], row["lat"])), *goes)
    shown = only(found, columns, "asset_id", "lon", "lat")
    return result_of(context, title, shown, columns, place=place, note=note, as_of=as_of, goes=goes)


def _binds(context: ToolContext, binds: dict[str, int]) -> dict[str, int]:
    return {"utility_id": context.utility_id, **binds}


_FEEDERS: Final = (
    Column("name", "Feeder"), Column("substation_name", "Substation"), Column("voltage_kv", "Nominal voltage",
        "number", 1, "kV"),
    yes_no("is_energized", "Energized"), Column("load_kw", "Load", "number", 0, "kW"), Column("load_pct",
        "Load of rating", "number", 1, "%"),
    Column("customers", "Customers", "count"),
)  # fmt: skip


def feeder_list(context: ToolContext, args: FeederList) -> ToolResult:
    """Feeders of a substation or of the utility."""
    place = place_of(context, args.place)
    table = context.live("assistant_feeders", **_binds(context, place.binds), state=args.state)
    title = {"": "Feeders", "energized": "Feeders with supply", "deenergized": "Feeders without supply"}[args.state]
    return _listed(
        context, title, table, _FEEDERS, kind="feeder", is_count=args.is_count, place=words_of(place),
            goes=ways_of(context, place)
    )  # fmt: skip


FEEDER_LIST: Final = Tool(
    "feeder_list", "The feeders of a substation or of the utility, all or those with or without supply now.",
    FeederList, feeder_list,
    "list", ("feeder",),
    choices=(
        ToolChoice(
            (
                "de energized", "deenergized", "de energised", "dead", "dark", "without power", "out of power",
                "without supply", "not energized", "feeder down", "feeder off", "locked out", "lost power",
                "no power",
            ),
            {"state": "deenergized"},
        ),
        ToolChoice(("energized", "energised", "live", "hot", "have power", "alive"),
            {"state": "energized"}),
    ),
    words=(
        "come out of", "come from", "out of substation", "fed from", "belong to", "served by", "leave", "fed by",
        "supplied by", "feed", "originate", "feeder of substation", "feeder on substation", "list feeder", "feeder",
    ),
    examples=("list the feeders of SUB-003", "which feeders are de-energized"),
)  # fmt: skip

_SUBSTATIONS: Final = (
    Column("name", "Substation"), Column("voltage_kv", "High side", "number", 1, "kV"), Column("capacity_mva",
        "Capacity", "number", 1, "MVA"),
    Column("feeders", "Feeders", "count"), Column("customers", "Customers", "count"),
)  # fmt: skip


def substation_list(context: ToolContext, args: SubstationList) -> ToolResult:
    """All substations."""
    table = context.live("assistant_substations", utility_id=context.utility_id)
    return _listed(context, "Substations", table, _SUBSTATIONS, kind="substation", is_count=args.is_count)


SUBSTATION_LIST: Final = Tool(
    "substation_list", "All substations with their capacity and feeders.", SubstationList, substation_list, "list",
    ("substation",), words=("list of substation",), examples=("list the substations",),
)  # fmt: skip

_METERS: Final = (
    Column("name", "Meter"), Column("customer_class", "Class", "words"), yes_no("is_active", "Active account"),
        yes_no("has_solar", "Solar"),
    yes_no("has_ev", "Electric vehicle"),
)  # fmt: skip


def meter_list(context: ToolContext, args: MeterList) -> ToolResult:
    """Meters on a transformer."""
    asset = asset_of(context, args.name, ("transformer",))
    table = context.live(
        "assistant_meters_of_transformer", utility_id=context.utility_id, transformer_id=asset.asset_id
    )
    return _listed(
        context, f"Meters on {asset.name}", table, _METERS, kind="meter", is_count=args.is_count,
            place=f"Transformer {asset.name}",
        goes=(to_map(asset),),
    )  # fmt: skip


METER_LIST: Final = Tool(
    "meter_list", "The meters on a transformer: names and class of service, nothing of the persons.", MeterList,
    meter_list, "list", ("meter",),
    words=(
        "meter on transformer", "meter of transformer", "meter fed", "meter served", "meter connected", "hang on",
        "supplied by", "attached", "list meter",
    ),
    examples=("meters on TX-0001-004",),
)  # fmt: skip

_DEVICES: Final = (
    Column("name", "Device"), Column("kind", "Kind", "words"), Column("feeder_name", "Feeder"),
        Column("other_feeder_name", "Other feeder"),
    yes_no("is_open", "Position", yes="Open", no="Closed"), yes_no("is_normally_open", "Normally", yes="Open",
        no="Closed"),
    Column("rated_a", "Rating", "number", 0, "A"),
)  # fmt: skip
_TITLES: Final = {
    "": "",
    "open": " that are open",
    "closed": " that are closed",
    "abnormal": " out of their normal position",
}
_PLURALS: Final = {"switch": "Switches", "": "Devices"}


def device_list(context: ToolContext, args: DeviceList) -> ToolResult:
    """Devices of a place, of a kind, in a position."""
    place = place_of(context, args.place)
    # Who asks which switches are not as they normally are means all that switches; a fuse that is open is no switch.
    kind = "" if args.kind == "switch" and args.state == "abnormal" else args.kind
    table = context.live("assistant_devices", **_binds(context, place.binds), kind=kind, state=args.state)
    title = _PLURALS.get(kind, f"{kind.capitalize()}s") + _TITLES[args.state]
    notes = []
    if kind in ("", "tie") and place.kind != "utility":
        notes.append("A tie stands in the list of either feeder that it joins.")
    if kind == "switch" and args.state == "open":
        every = context.live("assistant_devices", **_binds(context, place.binds), kind="", state="open")
        notes.append(_others_open(Counter(one for one in every["kind"].to_pylist() if one != "switch")))
    return _listed(
        context, title, table, _DEVICES, kind="device", is_count=args.is_count, place=words_of(place),
            goes=ways_of(context, place), note=" ".join(notes), is_state=True,
    )  # fmt: skip


def _others_open(kinds: Counter[str]) -> str:
    """What else is open, which is no switch."""
    told = ", ".join(formats.count_of(count, kind) for kind, count in kinds.most_common())
    return f"Of kind switch alone. Open as well, of other kinds: {told}." if told else "Of kind switch alone."


DEVICE_LIST: Final = Tool(
    "device_list",
    "Switching devices of a place: breakers, reclosers, sectionalisers, fuses, switches, ties; all, open, closed, or "
    "out of their normal "
    "position.",
    DeviceList, device_list, "list",
    (
        "device", "switching device", "switchgear", "switch", "fuse", "tie", "recloser", "breaker", "sectionaliser",
        "tie switch",
    ),
    choices=(
        ToolChoice(("breaker", "circuit breaker"), {"kind": "breaker"}),
        ToolChoice(("recloser",), {"kind": "recloser"}),
        ToolChoice(("sectionaliser", "sectionalizer"), {"kind": "sectionaliser"}),
        ToolChoice(("fuse", "cutout"), {"kind": "fuse"}),
        ToolChoice((
            "tie", "tie switch", "tie point", "tie with", "interconnection", "normally open tie",
            "normally open point",
        ), {"kind": "tie"}),
        ToolChoice(("open",), {"state": "open"}),
        ToolChoice(("blown fuse", "open fuse"), {"kind": "fuse", "state": "open"}),
        ToolChoice(("tripped breaker", "open breaker", "locked out breaker"), {"kind": "breaker", "state": "open"}),
        ToolChoice(("closed",), {"state": "closed"}),
        ToolChoice(
            (
                "abnormal", "abnormal device", "abnormal position", "out of normal position",
                "not in normal position", "off normal", "out of position", "not in their normal position",
                "abnormal state", "abnormally open", "abnormally switched", "switched abnormally", "not normal",
                "abnormal switch", "switch not in normal position", "switch out of normal position",
                "open normally closed", "normally closed open", "normally open closed", "closed normally open",
                "should be closed", "should be open", "not as built", "out of normal",
            ),
            {"state": "abnormal"},
        ),
        ToolChoice(("switch",), {"kind": "switch"}),
    ),
    words=("abnormal device", "tie to other feeder"),
    examples=("list abnormal devices", "which ties does F0002 have", "open devices on SUB-001"),
)  # fmt: skip

_DARK: Final = (
    Column("name", "Transformer"), Column("feeder_name", "Feeder"), Column("customers_served", "Customers", "count"),
    Column("rated_kva", "Rating", "number", 1, "kVA"),
)  # fmt: skip


def dark_list(context: ToolContext, args: ListOfPlace) -> ToolResult:
    """Transformers of a place that have no supply."""
    place = place_of(context, args.place)
    table = context.live("assistant_dark_transformers", **_binds(context, place.binds))
    return _listed(
        context, "Transformers without supply", table, _DARK, kind="transformer", is_count=args.is_count,
            place=words_of(place),
        goes=ways_of(context, place), is_state=True,
    )  # fmt: skip


DARK_LIST: Final = Tool(
    "transformers_without_supply", "The transformers of a place that have no supply now.", ListOfPlace, dark_list,
    "list", ("transformer",),
    words=(
        "de energized", "deenergized", "de energised", "dead", "dark", "without power", "out of power",
        "without supply", "not energized", "lost power", "transformer out", "have no power", "no power", "unenergized",
        "transformer off",
    ),
    examples=("which transformers are without power",),
    lies_on="feeder_name",
)  # fmt: skip

LISTS: Final = (FEEDER_LIST, SUBSTATION_LIST, METER_LIST, DEVICE_LIST, DARK_LIST)
