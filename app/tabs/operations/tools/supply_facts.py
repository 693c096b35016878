"""Facts of a feeder and of a substation: what they can carry, what they carry now."""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from app.assistant.context import ToolContext
from app.assistant.results import NamedAsset
from app.assistant.tools import ToolQuantity
from app.tabs.operations.tools.facts import facts_tool
from app.tabs.operations.tools.rows import known, with_values, yes_no
from app.widgets.column import Column

LOAD: Final = ("load", "demand", "kw", "mw", "kilowatt", "megawatt", "power draw", "carrying", "serving", "drawing")
LOADING: Final = (
    "loading", "loading percent", "load percent", "percent load", "percent of rating", "percent of capacity",
    "percent loaded", "how loaded", "loaded", "utilisation", "utilization", "how full", "how hard is working",
    "how heavily loaded", "how busy",
)  # fmt: skip
HEADROOM: Final = (
    "headroom", "spare capacity", "capacity left", "capacity remaining", "available capacity", "room left",
    "spare kva", "room for more load", "more load can take", "how much can take", "can take more",
    "how much more load", "reserve", "margin", "spare", "unused", "unused capacity", "remaining capacity", "spare room",
    "unused kva", "remaining kva", "spare mva", "unused mva", "remaining mva",
)  # fmt: skip
ENERGIZED: Final = (
    "energized", "energised", "hot", "live", "have power", "power on", "powered", "supplied", "have supply",
    "in service", "alive", "de energized", "deenergized", "de energised", "dead", "dark", "without power",
    "out of power", "lost power",
)  # fmt: skip

OVERLOADED: Final = ToolQuantity(
    "is_overloaded",
    ("overloaded", "overload", "over rating", "above rating", "over capacity", "above capacity", "beyond rating"),
    yes_no("is_overloaded", "Above its rating"),
)
OF_RATING: Final = "Of the rating in kVA, at the power factor of now."

_FEEDER: Final = (
    ToolQuantity("load_kw", (*LOAD, "present load", "current load", "load right now"), Column("load_kw", "Load",
        "number", 1, "kW"), "most"),
    ToolQuantity("load_pct", LOADING, Column("load_pct", "Load of rating", "number", 1, "%"), "most"),
    OVERLOADED,
    ToolQuantity("current_a", ("current", "amp", "ampere", "amperage"), Column("current_a", "Current", "number", 1,
        "A"), "most"),
    ToolQuantity(
        "power_factor", (
            "power factor", "pf", "cos phi",
        ), Column("power_factor", "Power factor", "number", 3), "least",
    ),
    ToolQuantity(
        "live_voltage_kv",
        (
            "voltage", "volt", "kv", "voltage now", "voltage at head", "head voltage", "bus voltage",
            "measured voltage", "present voltage", "head volt", "voltage head", "head kv", "volt at head",
        ),
        Column("live_voltage_kv", "Voltage now", "number", 2, "kV"),
    ),
    ToolQuantity(
        "voltage_kv", (
            "nominal voltage", "rated voltage", "nominal kv", "voltage class", "voltage level", "design voltage",
        ),
        Column("voltage_kv", "Nominal voltage", "number", 2, "kV"),
    ),
    ToolQuantity(
        "rated_kva", (
            "rating", "rated", "rated kva", "kva rating", "capacity", "rated for", "how much can carry", "kva",
        ),
        Column("rated_kva", "Rating", "number", 0, "kVA"),
    ),
    ToolQuantity(
        "rated_a", (
            "rated current", "current rating", "rated amp", "amp rating", "rated ampere", "ampacity",
            "rated for amp", "amp limit",
            "current limit", "ampere limit", "thermal limit", "limit in amp",
        ),
        Column("rated_a", "Rated current", "number", 0, "A"),
    ),
    ToolQuantity("headroom_kva", HEADROOM, Column("headroom_kva", "Headroom", "number", 0, "kVA"), "least"),
    ToolQuantity(
        "headroom_a",
        (*(f"{one} {unit}" for one in HEADROOM for unit in ("amp", "a")), "amp left", "amp to spare", "spare amp"),
        Column("headroom_a", "Headroom", "number", 1, "A"), "least",
    ),
    ToolQuantity(
        "peak_load_kw", (
            "design peak", "peak design", "design load", "planned peak", "coincident peak", "design peak load",
        ),
        Column("peak_load_kw", "Design peak", "number", 0, "kW"),
    ),
    ToolQuantity(
        "substation_name",
        (
            "substation", "fed from", "substation out of", "come from", "source", "belong to substation", "feed",
            "fed by",
            "supplied from", "served from",
        ),
        Column("substation_name", "Substation"),
    ),
    ToolQuantity("is_energized", ENERGIZED, yes_no("is_energized", "Energized")),
)  # fmt: skip


def feeder_row(context: ToolContext, asset: NamedAsset) -> pa.Table:
    """Its details, and what it could carry more: its rating less the apparent power that it carries."""
    table = known(context.live("details_feeder", utility_id=context.utility_id, asset_id=asset.asset_id))
    left = pc.subtract(1.0, pc.divide(table["load_pct"].cast(pa.float64()), 100.0))
    headroom_kva = pc.multiply(table["rated_kva"].cast(pa.float64()), left)
    spare_a = pc.subtract(table["rated_a"].cast(pa.float64()), table["current_a"].cast(pa.float64()))
    return with_values(
        table, headroom_kva=headroom_kva, headroom_a=spare_a, is_overloaded=pc.greater(table["load_pct"], 100.0)
    )


FEEDER_FACTS: Final = facts_tool(
    "feeder", feeder_row, _FEEDER,
    "One feeder now: load, loading in percent of its rating, current, voltage, power factor, headroom, rating, design "
    "peak, "
    "nominal voltage, substation, whether it is energized.",
    notes={"load_pct": OF_RATING, "headroom_kva": OF_RATING}, subjects=("feeder",),
    examples=("load of F0002", "how loaded is F0004", "which substation is F0003 out of", "headroom on F0001"),
)  # fmt: skip

_SUBSTATION: Final = (
    ToolQuantity("load_kw", LOAD, Column("load_kw", "Load", "number", 2, "MW", 0.001), "most"),
    ToolQuantity("load_pct", LOADING, Column("load_pct", "Load of capacity", "number", 1, "%"), "most"),
    OVERLOADED,
    ToolQuantity(
        "capacity_mva", ("capacity", "rating", "rated", "rated mva", "mva", "size", "how big", "bank capacity",
                "nameplate", "nameplate mva", "nameplate rating"),
        Column("capacity_mva", "Capacity", "number", 1, "MVA"),
    ),
    ToolQuantity("headroom_mva", HEADROOM, Column("headroom_mva", "Headroom", "number", 2, "MVA"), "least"),
    ToolQuantity(
        "voltage_kv",
        (
            "voltage", "high side voltage", "high voltage", "primary voltage", "transmission voltage",
            "incoming voltage", "transmission side", "transmission side voltage", "transmission kv",
            "transmission side kv", "incoming kv", "primary side", "kv", "nominal voltage",
        ),
        Column("voltage_kv", "High side", "number", 1, "kV"),
    ),
    ToolQuantity(
        "deenergized_feeders",
        (
            "feeder de energized", "feeder deenergized", "dead feeder", "feeder without power", "feeder out",
            "dark feeder",
        ),
        Column("deenergized_feeders", "Feeders without supply", "count"), "most",
    ),
    ToolQuantity(
        "customers_out", (
            "customer out", "customer without power", "people out", "customer off supply", "customer lost power",
        ),
        Column("customers_out", "Customers out", "count"), "most",
    ),
    ToolQuantity(
        "average_health_score", (
            "mean health", "average health", "health of transformer", "average transformer health",
                    "average health score",
            "average health index", "average transformer health index", "average transformer health score",
        ),
        Column("average_health_score", "Mean health of transformers", "number", 1), "least",
    ),
)  # fmt: skip


def substation_row(context: ToolContext, asset: NamedAsset) -> pa.Table:
    """Its details, and what it could carry more."""
    table = known(context.live("details_substation", utility_id=context.utility_id, asset_id=asset.asset_id))
    left = pc.subtract(1.0, pc.divide(table["load_pct"], 100.0))
    headroom_mva = pc.multiply(table["capacity_mva"].cast(pa.float64()), left)
    return with_values(table, headroom_mva=headroom_mva, is_overloaded=pc.greater(table["load_pct"], 100.0))


SUBSTATION_FACTS: Final = facts_tool(
    "substation", substation_row, _SUBSTATION,
    "One substation now: load, loading in percent of its capacity, capacity, headroom, high side voltage, customers "
    "out.",
    notes={
        "load_kw": "The load of its feeders at their breakers.",
        "load_pct": "Apparent power of its feeders of its capacity.",
        "headroom_mva": "Its capacity less the apparent power of its feeders.",
    },
    counted_now=("customers_out",), subjects=("substation",), examples=("load of SUB-001 in MW", "capacity of SUB-002"),
)  # fmt: skip
