"""Facts of a transformer and of a pole: nameplate, present state, condition as the last assessment found it."""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from app.assistant.context import ToolContext
from app.assistant.results import NamedAsset
from app.assistant.tools import ToolQuantity
from app.tabs.operations.tools.facts import facts_tool
from app.tabs.operations.tools.rows import age_years, beside, known, with_values, yes_no
from app.tabs.operations.tools.supply_facts import ENERGIZED, LOAD, LOADING, OVERLOADED
from app.widgets.column import Column

_CALENDAR: Final = "This year less the year of installation."
_ASSESSED: Final = "As the last assessment found it."
_NOTES: Final = {
    "age_years": _CALENDAR,
    "risk_cost": "Probability of failure times what one would cost, as the last assessment found them.",
    **dict.fromkeys(
        (
            "health_score", "failure_pct", "replacement_cost", "outage_hours", "hot_spot_c", "loss_of_life_pct",
            "peak_load_pct", "strength_pct", "critical_customers",
        ),
        _ASSESSED,
    ),
}  # fmt: skip

_AGED: Final = (
    ToolQuantity(
        "installed_year",
        (
            "installed", "year installed", "installation year", "install year", "when installed",
            "year of installation", "put in", "put in service", "install date", "vintage", "built", "when built",
            "go in", "set", "year put in service", "year in service", "year put in", "year built", "went in",
            "go in service",
        ),
        Column("installed_year", "Installed", "text"),
    ),
    ToolQuantity("age_years", ("age", "how old", "old", "year old", "years old",
        "year since installation", "age year since installation", "year in service so far",
        "age since installation"), Column("age_years", "Age", "number",
        0, "years"), "most"),
)  # fmt: skip
_CONDITION: Final = (
    ToolQuantity(
        "health_score",
        (
            "health", "health score", "health index", "condition", "how healthy", "healthy", "shape", "asset health",
            "state of health",
        ),
        Column("health_score", "Health", "number", 1), "least",
    ),
    ToolQuantity(
        "failure_pct",
        (
            "failure probability", "probability of failure", "prob of failure", "failure chance", "chance of failure",
            "likelihood of failure", "failure likelihood", "failure rate", "how likely to fail", "likely to fail",
            "chance to fail", "odds of failing", "failure odds", "likelihood fail", "chance fail", "odds fail",
            "probability fail", "pof", "fail within year", "fail in next year",
            "failure in next year", "failure within year", "annual failure probability", "failure risk percent",
            "probability to fail",
        ),
        Column("failure_pct", "Failure within a year", "number", 3, "%"), "most",
    ),
    ToolQuantity(
        "risk_cost",
        (
            "risk", "risky", "how risky", "risk cost", "annual risk", "annual risk cost", "risk in dollar",
            "risk dollar per year",
            "risk in dollar per year", "expected cost", "expected annual cost", "yearly risk", "risk per year",
            "risk dollar", "risk dollar year", "risk year", "cost of risk", "expected loss",
            "exposed", "exposure", "annual exposure", "dollar exposed", "stake", "at stake", "dollar at stake",
        ),
        Column("risk_cost", "Risk", "number", 2, "US$/yr"), "most",
    ),
    ToolQuantity(
        "replacement_cost",
        (
            "replacement cost", "expected replacement cost", "cost to replace", "replace cost", "cost of replacement",
            "cost of replacing", "price to replace", "how much to replace", "replacing cost", "replacement price",
            "cost of new one", "cost replace",
        ),
        Column("replacement_cost", "Replacement", "number", 0, "US$"),
    ),
    ToolQuantity(
        "outage_hours",
        (
            "hour to replace", "time to replace", "how long to replace", "repair time", "replacement time",
            "outage duration if fail",
        ),
        Column("outage_hours", "Outage until replaced", "number", 1, "h"), "most",
    ),
    ToolQuantity(
        "critical_customers", ("critical customer",), Column(
            "critical_customers", "Critical customers a failure interrupts", "count",
        ), "most",
    ),
)  # fmt: skip
_LOOKED_AT: Final = (
    ToolQuantity(
        "inspected_on",
        (
            "last inspection", "last inspected", "inspected", "when inspected", "inspection date",
            "date of inspection", "last looked at", "latest inspection",
        ),
        Column("inspected_on", "Inspected", "day"),
    ),
    ToolQuantity(
        "inspection_result",
        (
            "inspection result", "result of inspection", "result of last inspection", "inspection finding",
            "what did inspection find", "inspection found", "last inspection result",
        ),
        Column("inspection_result", "Inspection found", "words"),
    ),
    ToolQuantity(
        "condition_score", ("condition score", "inspection score", "condition at inspection"),
        Column("condition_score", "Condition at inspection", "number", 1), "least",
    ),
)  # fmt: skip
_STANDS: Final = (
    ToolQuantity(
        "feeder_name", (
            "feeder", "which feeder", "on feeder", "belong to feeder", "belong to", "fed by", "fed from", "feed",
            "circuit",
        ),
        Column("feeder_name", "Feeder"),
    ),
    ToolQuantity(
        "substation_name", ("substation", "which substation", "fed from substation", "feed substation"),
        Column("substation_name", "Substation"),
    ),
)  # fmt: skip

# A hot feeder is a live one; whether a transformer is hot is asked of its temperature.
_ENERGIZED: Final = tuple(one for one in ENERGIZED if one != "hot")
_TRANSFORMER: Final = (
    ToolQuantity("load_kw", LOAD, Column("load_kw", "Load", "number", 2, "kW"), "most"),
    ToolQuantity("load_pct", LOADING, Column("load_pct", "Load of rating", "number", 1, "%"), "most"),
    OVERLOADED,
    ToolQuantity(
        "voltage_v",
        (
            "voltage", "volt", "secondary voltage", "secondary volt", "low side voltage", "terminal voltage",
            "service voltage", "output voltage",
        ),
        Column("voltage_v", "Voltage, 120 V base", "number", 2, "V"),
    ),
    ToolQuantity(
        "rated_kva", (
            "rating", "rated", "nameplate", "rated kva", "kva", "kva rating", "size", "how big", "capacity",
            "nameplate rating",
            "nameplate kva",
        ),
        Column("rated_kva", "Rating", "number", 1, "kVA"),
    ),
    *_AGED,
    ToolQuantity(
        "customers_served",
        (
            "customer", "customer served", "customer on", "customer go out", "customer goes out", "customer affected",
            "customer affected if fail", "customer lose power", "customer out if fail", "customer interrupted",
            "number of customer", "people affected", "people lose power", "home served", "how many customer fail",
            "customer lost",
        ),
        Column("customers_served", "Customers", "count"), "most",
    ),
    *_CONDITION,
    ToolQuantity(
        "hot_spot_c",
        (
            "hot spot", "hotspot", "hot spot temperature", "hot spot temp", "winding temperature", "temperature",
            "how hot", "hot", "hottest spot", "top temperature", "how warm", "warm", "warm hot spot",
            "maximum temperature", "temp", "max hot spot",
        ),
        Column("hot_spot_c", "Hottest spot", "number", 1, "°C"), "most",
    ),
    ToolQuantity(
        "loss_of_life_pct",
        (
            "loss of life", "life lost", "life loss", "insulation ageing", "insulation aging", "ageing", "aging",
            "life consumed", "lol", "insulation life", "life used", "insulation life used", "insulation life lost",
        ),
        Column("loss_of_life_pct", "Loss of life a year", "number", 4, "%"), "most",
    ),
    ToolQuantity(
        "peak_load_pct", ("peak loading", "peak load percent", "highest loading", "peak percent", "maximum loading"),
        Column("peak_load_pct", "Peak load of rating", "number", 1, "%"), "most",
    ),
    ToolQuantity(
        "peak_load_kw", ("design peak", "design load", "design peak load"), Column("peak_load_kw", "Design peak",
        "number", 2, "kW"), "most",
    ),
    ToolQuantity(
        "manufacturer",
        (
            "manufacturer", "maker", "make", "made", "who made", "made by", "brand", "vendor", "who built",
            "manufactured by", "who manufactured", "supplier", "company", "manufacturing company", "producer",
            "produced by",
        ),
        Column("manufacturer", "Maker"),
    ),
    ToolQuantity("model", ("model", "model number", "type"), Column("model", "Model")),
    ToolQuantity("serial_number", ("serial", "serial number", "serial no"), Column("serial_number", "Serial number")),
    ToolQuantity(
        "manufactured_year", (
            "year manufactured", "year made", "when made", "when manufactured", "manufacture year",
            "year of manufacture",
        ),
        Column("manufactured_year", "Made", "text"),
    ),
    ToolQuantity("cooling", ("cooling", "cooling class", "how cooled"), Column("cooling", "Cooling")),
    ToolQuantity("phases", ("phase", "which phase", "on phase"), Column("phases", "Phases")),
    ToolQuantity(
        "is_underground", ("underground", "padmount", "pad mount", "padmounted", "pad mounted", "on pad"),
        yes_no("is_underground", "On a pad or in a vault"),
    ),
    ToolQuantity(
        "mounting",
        (
            "overhead or underground", "underground or overhead", "overhead", "pole mount", "pole mounted",
            "mounting", "how mounted", "mounted", "pad or pole", "pole or pad",
        ),
        Column("mounting", "Mounted"),
    ),
    ToolQuantity(
        "primary_kv", ("primary voltage", "high side voltage", "primary kv", "high side", "primary"),
        Column("primary_kv", "Primary", "number", 2, "kV"),
    ),
    ToolQuantity(
        "secondary_v", ("nominal voltage", "nominal secondary voltage", "rated secondary voltage", "secondary rating"),
        Column("secondary_v", "Secondary", "number", 0, "V"),
    ),
    ToolQuantity("meters", ("number of meter", "meter count"), Column("meters", "Meters", "count"), "most"),
    *_LOOKED_AT,
    *_STANDS,
    ToolQuantity("pole_name", ("pole", "which pole", "on pole", "hang on", "mounted on"), Column("pole_name", "Pole")),
    ToolQuantity("is_energized", (*_ENERGIZED, "power out", "out"), yes_no("is_energized", "Energized")),
)  # fmt: skip

_POLE: Final = (
    ToolQuantity(
        "material", (
            "material", "made of", "made out of", "what kind of pole", "kind of pole", "type of pole",
            "wood or steel", "wood", "steel", "concrete",
        ),
        Column("material", "Material", "words"),
    ),
    ToolQuantity("height_m", ("height", "how tall", "tall", "how high", "length", "how long"), Column("height_m",
        "Height", "number", 1, "m")),
    *_AGED,
    *_CONDITION,
    ToolQuantity(
        "customers",
        (
            "customer", "customer affected", "customer affected if fail", "customer lose power",
            "customer interrupted", "people affected", "customer out if fall", "people lose power",
        ),
        Column("customers", "Customers a failure interrupts", "count"), "most",
    ),
    ToolQuantity(
        "strength_pct",
        (
            "strength", "remaining strength", "strength left", "residual strength", "how strong", "strength percent",
            "remaining strength percent",
        ),
        Column("strength_pct", "Remaining strength", "number", 1, "%"), "least",
    ),
    *_LOOKED_AT,
    *_STANDS,
    ToolQuantity("segment_name", ("line section", "segment", "span"), Column("segment_name", "Line section")),
)  # fmt: skip


def pole_or_transformer(context: ToolContext, asset: NamedAsset) -> pa.Table:
    """Details and the last assessment; where nothing was assessed, health is what the utility's own record says."""
    ids = {"utility_id": context.utility_id, "asset_id": asset.asset_id}
    statement = "details_transformer" if asset.kind == "transformer" else "details_pole"
    table = known(context.live(statement, **ids))
    found = known(context.live("assistant_health_of_asset", asset_kind=asset.kind, **ids))
    table = with_values(table, age_years=age_years(table, context.today.year))
    if asset.kind == "transformer":
        mounting = pc.if_else(table["is_underground"], "On a pad or in a vault", "On a pole")
        table = with_values(table, mounting=mounting, is_overloaded=pc.greater(table["load_pct"], 100.0))
    if found.num_rows:
        table = with_values(table, health_score=found["assessed_health"])
    table = beside(table, found)
    if asset.kind == "pole" and "remaining_strength_pct" in table.column_names:
        table = with_values(table, strength_pct=pc.coalesce(table["strength_pct"], table["remaining_strength_pct"]))
    return table


TRANSFORMER_FACTS: Final = facts_tool(
    "transformer", pole_or_transformer, _TRANSFORMER,
    "One transformer: load, loading, voltage, rating, age, maker, customers, health, probability of failure, risk, "
    "replacement cost, "
    "hot spot, loss of life, inspection, feeder, substation, pole, whether it is energized.",
    notes=_NOTES, subjects=("transformer",),
    examples=(
        "how loaded is TX-0003-020", "how old is TX-0001-030", "who made TX-0002-044", "does TX-0005-007 have power",
    ),
)  # fmt: skip
POLE_FACTS: Final = facts_tool(
    "pole", pole_or_transformer, _POLE,
    "One pole: material, height, age, health, probability of failure, risk, replacement cost, remaining strength, "
    "inspection, feeder.",
    notes=_NOTES, subjects=("pole",), examples=("age of pole P-000151", "remaining strength of P-000500"),
)  # fmt: skip
