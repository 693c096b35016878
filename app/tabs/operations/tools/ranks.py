"""Feeders and substations ranked or chosen by what they carry, could carry and serve now."""

from __future__ import annotations

from typing import Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.going import to_map
from app.assistant.naming import place_of
from app.assistant.results import MOST_ROWS, ChartSpec, Go, NamedAsset, ToolResult
from app.assistant.rows import limited, ordered
from app.assistant.tools import Order, PlaceText, Rows, Tool, ToolChoice, ToolQuantity
from app.tabs.operations.tools.place_ways import words_of
from app.tabs.operations.tools.rows import known, with_values
from app.tabs.operations.tools.supply_facts import HEADROOM, LOAD, LOADING
from app.widgets.column import Column

# Of what stands in a row, load without a period is the load now, however it is asked for; a peak is of a period.
MOST_LOAD: Final = ("highest load", "max load", "maximum load", "lowest load", "highest demand")
_DEVICES: Final[dict[str, tuple[str, ...]]] = {
    "devices": ("device", "switching device", "protective device"), "breakers": ("breaker", "circuit breaker"),
    "reclosers": ("recloser",), "sectionalisers": ("sectionaliser", "sectionalizer"), "fuses": ("fuse", "cutout"),
    "switches": ("switch",),
}  # fmt: skip
OF_EQUIPMENT: Final = frozenset({*_DEVICES, "padmounts", "transformer_kva"})  # each device and transformer is looked at
OF_METERS: Final = frozenset({"solar", "ev", "critical"})  # each meter is looked at
FeederBy = Literal[
    "load_kw", "load_pct", "current_a", "live_voltage_kv", "voltage_pct", "power_factor", "headroom_kva", "rated_kva",
    "peak_load_kw", "customers",
    "transformers", "meters", "poles", "length_km", "underground_km", "underground_pct", "health", "solar", "ev",
    "critical", "devices", "breakers", "reclosers", "sectionalisers", "fuses", "switches", "padmounts",
    "transformer_kva",
]  # fmt: skip
SubstationBy = Literal[
    "load_kw", "load_pct", "capacity_mva", "headroom_mva", "voltage_kv", "feeders", "customers", "transformers"
]  # fmt: skip


class Ranks(BaseModel):
    """How many of them, from which end, within which limits."""

    order: Order = Field("most", description="which end comes first")
    n: Rows = MOST_ROWS
    above: float | None = Field(None, description="limit of `by`, exclusive")
    below: float | None = Field(None, description="limit of `by`, exclusive")
    is_count: bool = Field(False, description="how many instead of which")


class FeederRanks(Ranks):
    """Which feeders, by what."""

    by: FeederBy = Field(description="what ranks or limits them")
    place: PlaceText = ""


class SubstationRanks(Ranks):
    """Which substations, by what."""

    by: SubstationBy = Field(description="what ranks or limits them")


FEEDER_RANKED_BY: Final = (
    ToolQuantity("load_kw", (*LOAD, *MOST_LOAD, "carry", "carry load"),
        Column("load_kw", "Load", "number", 1, "kW"), "most"),
    ToolQuantity(
        "load_pct", (*LOADING, "heavily loaded", "overloaded", "overload", "stressed", "load percent", "heavy loaded",
        "light loaded"),
        Column("load_pct", "Load of rating", "number", 1, "%"), "most",
    ),
    ToolQuantity("current_a", ("current", "amp", "ampere"), Column("current_a", "Current", "number", 1, "A"), "most"),
    ToolQuantity(
        "live_voltage_kv", (
            "voltage", "kv", "head voltage", "volt",
        ), Column("live_voltage_kv", "Voltage now", "number", 2, "kV"), "least",
    ),
    ToolQuantity(
        "voltage_pct",
        ("voltage percent", "voltage of nominal", "percent of nominal", "per unit voltage", "voltage in percent",
         "voltage percent of nominal", "voltage below nominal", "voltage above nominal"),
        Column("voltage_pct", "Head voltage of nominal", "number", 1, "%"), "least",
    ),
    ToolQuantity("power_factor", ("power factor", "pf"), Column("power_factor", "Power factor", "number", 3), "least"),
    ToolQuantity("headroom_kva", HEADROOM, Column("headroom_kva", "Headroom", "number", 0, "kVA"), "least"),
    ToolQuantity("rated_kva", (
        "rating", "rated kva", "capacity", "kva",
    ), Column("rated_kva", "Rating", "number", 0, "kVA")),
    ToolQuantity("peak_load_kw", ("design peak",), Column("peak_load_kw", "Design peak", "number", 0, "kW")),
    ToolQuantity(
        "customers",
        ("customer", "customer served", "account", "customer count", "number of customer", "people", "home", "serve"),
        Column("customers", "Customers", "count"), "most",
    ),
    ToolQuantity("transformers", ("transformer", "number of transformer"), Column(
        "transformers", "Transformers", "count",
    )),
    ToolQuantity("meters", ("meter", "number of meter"), Column("meters", "Meters", "count")),
    ToolQuantity("poles", ("pole", "number of pole"), Column("poles", "Poles", "count")),
    ToolQuantity(
        "length_km", ("length", "long", "short", "km", "line", "mile", "circuit length"),
        Column("length_km", "Length", "number", 2, "km"),
    ),
    ToolQuantity(
        "underground_km", ("underground length", "underground km", "underground cable", "cable"),
        Column("underground_km", "Length underground", "number", 2, "km"),
    ),
    ToolQuantity(
        "underground_pct", ("underground", "underground percent", "percent underground", "share underground"),
        Column("underground_pct", "Share underground", "number", 1, "%"),
    ),
    ToolQuantity(
        "health", ("average health", "mean health", "asset health", "equipment health"),
        Column("health", "Mean health of its assets", "number", 1), "least",
    ),
    ToolQuantity(
        "solar",
        (
            "solar", "rooftop solar", "solar panel", "pv", "photovoltaic", "solar customer", "solar meter",
            "customer with solar", "meter with solar", "home with solar",
        ),
        Column("solar", "Meters with solar", "count"),
    ),
    ToolQuantity(
        "ev", ("ev", "electric vehicle", "electric car", "ev charger", "customer with ev", "meter with ev"),
        Column("ev", "Meters with an electric vehicle", "count"),
    ),
    ToolQuantity(
        "critical", ("critical customer", "critical", "priority customer", "critical facility", "critical load"),
        Column("critical", "Critical customers", "count"), "most",
    ),
    *(
        ToolQuantity(key, (*words, *(f"number of {word}" for word in words)), Column(key, key.capitalize(), "count"))
        for key, words in _DEVICES.items()
    ),
    ToolQuantity(
        "padmounts", ("feeder padmount", "feeder pad mounted transformer", "feeder padmount transformer",
                      "feeder pad mount transformer", "feeder padmounted transformer"),
        Column("padmounts", "Pad-mounted transformers", "count"),
    ),
    ToolQuantity(
        "transformer_kva",
        ("feeder transformer kva", "feeder installed kva", "feeder connected kva", "feeder installed transformer kva",
         "feeder transformer capacity", "feeder connected transformer kva", "feeder total transformer rating"),
        Column("transformer_kva", "Transformer rating in all", "number", 0, "kVA"),
    ),
)  # fmt: skip
SUBSTATION_RANKED_BY: Final = (
    ToolQuantity("load_kw", (*LOAD, *MOST_LOAD, "carry", "carry load"),
        Column("load_kw", "Load", "number", 2, "MW", 0.001),
        "most"),
    ToolQuantity("load_pct", (*LOADING, "heavily loaded", "overloaded"), Column("load_pct", "Load of capacity",
        "number", 1, "%"), "most"),
    ToolQuantity(
        "capacity_mva", (
            "capacity", "mva", "rating", "rated mva", "rated capacity", "size", "big", "large",
        ), Column("capacity_mva", "Capacity", "number", 1, "MVA"),
    ),
    ToolQuantity("headroom_mva", HEADROOM, Column("headroom_mva", "Headroom", "number", 2, "MVA"), "least"),
    ToolQuantity("voltage_kv", (
        "voltage", "high side voltage", "kv",
    ), Column("voltage_kv", "High side", "number", 1, "kV")),
    ToolQuantity("feeders", ("feeder", "number of feeder", "most feeder", "substation with feeder"),
        Column("feeders", "Feeders", "count")),
    ToolQuantity(
        "customers", ("customer", "customer served", "account", "number of customer", "people", "serve"),
        Column("customers", "Customers", "count"), "most",
    ),
    ToolQuantity("transformers", ("transformer", "number of transformer"), Column(
        "transformers", "Transformers", "count",
    )),
)  # fmt: skip


def feeders_ranked(context: ToolContext, args: FeederRanks) -> ToolResult:
    """Feeders of a place by a quantity, or those within limits of it."""
    place = place_of(context, args.place)
    binds = {"utility_id": context.utility_id, **place.binds}
    looked_at = {"with_meters": args.by in OF_METERS, "with_equipment": args.by in OF_EQUIPMENT}
    table = known(context.live("assistant_feeders_ranked", **looked_at, **binds))
    if args.by in OF_EQUIPMENT - {"transformer_kva"}:  # one without any has none
        table = with_values(table, **{args.by: pc.fill_null(table[args.by], 0)})
    return _ranked(context, args, table, FEEDER_RANKED_BY, "feeder", words_of(place), args.by)


def substations_ranked(context: ToolContext, args: SubstationRanks) -> ToolResult:
    """Substations by a quantity, or those within limits of it."""
    table = known(context.live("assistant_substations_ranked", utility_id=context.utility_id))
    return _ranked(context, args, table, SUBSTATION_RANKED_BY, "substation", "the utility", args.by)


def _ranked(
    context: ToolContext, args: Ranks, table: pa.Table, quantities: tuple[ToolQuantity, ...], kind: str, place: str,
        by: str
) -> ToolResult:  # fmt: skip
    as_of = pc.max(table["updated_at"]).as_py()
    column = next(one.column for one in quantities if one.key == by)
    title = f"{kind.capitalize()}s by {column.title[:1].lower()}{column.title[1:]}"
    unknown = table[by].null_count
    note = f"Of {unknown} of them it is not known." if unknown else ""
    kept = limited(table.filter(pc.is_valid(table[by])), by, args.above, args.below)
    if args.is_count:
        return result_of(context, title, counted(kept), (HowMany,), place=place, as_of=as_of, note=note)
    rows = ordered(kept, by, args.order, args.n, ("name",))
    columns = (Column("name", kind.capitalize()), column, *_beside(quantities, table, by))
    goes: tuple[Go, ...] = ()
    if rows.num_rows:
        first = rows.slice(0, 1).to_pylist()[0]
        goes = (to_map(NamedAsset(kind, first["asset_id"], first["name"], first["lon"], first["lat"])),)
    return result_of(
        context, title, rows.select(["name", by, *(one.key for one in columns[2:]), "asset_id", "lon", "lat"]),
            columns, place=place,
        as_of=as_of, note=note, chart=ChartSpec("bar", "name", (by,), column.heading), goes=goes,
    )  # fmt: skip


def _beside(quantities: tuple[ToolQuantity, ...], table: pa.Table, by: str) -> list[Column]:
    """What is shown beside the quantity that was asked for, where it is known."""
    shown = ("load_kw", "load_pct", "customers")
    return [
        one.column
        for one in quantities
        if one.key in shown and one.key != by and table[one.key].null_count < table.num_rows
    ]


FEEDERS_RANKED: Final = Tool(
    "feeders_ranked",
    "Feeders of a place ranked by, or within limits of, what they carry and serve now: load, loading, current, "
    "voltage, power factor, "
    "headroom, rating, customers, transformers, length, share underground, solar, electric vehicles, critical "
    "customers.",
    FeederRanks, feeders_ranked, "ranking", ("feeder",), FEEDER_RANKED_BY,
    choices=(
        ToolChoice(("overloaded", "overload"), {"by": "load_pct", "above": 100.0}),
        ToolChoice(("low voltage", "undervoltage", "under voltage", "voltage too low"),
                   {"by": "voltage_pct", "below": 95.0}),
        ToolChoice(("high voltage", "overvoltage", "over voltage", "voltage too high"),
                   {"by": "voltage_pct", "above": 105.0}),
    ),
    words=("feeder low voltage", "feeder undervoltage", "feeder under voltage", "feeder high voltage",
           "feeder overvoltage", "feeder over voltage"),
    opens=2, examples=("top 3 feeders by loading", "which feeder has the most customers", "feeders loaded above 60 %"),
)  # fmt: skip
SUBSTATIONS_RANKED: Final = Tool(
    "substations_ranked",
    "Substations ranked by, or within limits of, load, loading, capacity, headroom, voltage, feeders or customers now.",
    SubstationRanks, substations_ranked, "ranking", ("substation",), SUBSTATION_RANKED_BY,
    choices=(ToolChoice(("overloaded", "overload"), {"by": "load_pct", "above": 100.0}),),
    examples=("which substation carries the most load", "substations by headroom"),
)  # fmt: skip
RANKS: Final = (FEEDERS_RANKED, SUBSTATIONS_RANKED)
