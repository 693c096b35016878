"""Two feeders, substations or transformers beside each other, by one quantity or by those that matter."""

from __future__ import annotations

from typing import Final

import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.going import to_map
from app.assistant.naming import asset_of
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ChartSpec, NamedAsset, NamedPlace, ToolResult
from app.assistant.tools import NameText, Tool, ToolQuantity
from app.tabs.operations.tools.asset_facts import pole_or_transformer
from app.tabs.operations.tools.counts import STATEMENT_OF, counted_by
from app.tabs.operations.tools.rows import beside, known
from app.tabs.operations.tools.supply_facts import HEADROOM, LOAD, LOADING, feeder_row, substation_row
from app.widgets.column import Column


class CompareTwo(BaseModel):
    """Which two, and by what."""

    name: NameText
    other: NameText
    quantity: str = Field("", description="what they are compared by; empty for the main figures of their kind")


QUANTITIES: Final = (
    ToolQuantity(
        "load_kw", (*LOAD, "carry more load", "more load", "heavier load", "higher load", "less load"),
        Column("load_kw", "Load", "number", 1, "kW"),
        "most",
    ),
    ToolQuantity(
        "load_pct", (*LOADING, "more loaded", "heavier loaded", "heavily loaded", "busier", "less loaded",
        "more heavily loaded", "fuller"),
        Column("load_pct", "Load of rating", "number", 1, "%"), "most",
    ),
    ToolQuantity(
        "customers",
        (
            "customer", "customer served", "more customer", "bigger", "account", "fewer customer", "customer count",
            "people", "home",
        ),
        Column("customers", "Customers", "count"), "most",
    ),
    ToolQuantity(
        "length_km", (
            "length", "longer", "long", "shorter", "how long", "line length", "km", "longest", "circuit length",
        ),
        Column("length_km", "Length", "number", 2, "km"),
    ),
    ToolQuantity("rated_kva", ("rating", "rated kva", "kva", "size", "capacity"), Column("rated_kva", "Rating",
        "number", 0, "kVA")),
    ToolQuantity("capacity_mva", ("capacity", "mva", "rating", "bigger capacity"), Column("capacity_mva", "Capacity",
        "number", 1, "MVA")),
    ToolQuantity("current_a", ("current", "amp", "ampere"), Column("current_a", "Current", "number", 1, "A"), "most"),
    ToolQuantity("power_factor", ("power factor", "pf"), Column("power_factor", "Power factor", "number", 3), "least"),
    ToolQuantity("live_voltage_kv", ("head voltage", "voltage at head", "kv"), Column("live_voltage_kv",
        "Voltage now", "number", 2, "kV")),
    ToolQuantity("voltage_v", ("voltage", "volt", "secondary voltage"), Column("voltage_v", "Voltage, 120 V base",
        "number", 2, "V")),
    ToolQuantity("headroom_kva", HEADROOM, Column("headroom_kva", "Headroom", "number", 0, "kVA"), "least"),
    ToolQuantity("peak_load_kw", ("design peak",), Column("peak_load_kw", "Design peak", "number", 0, "kW")),
    ToolQuantity("transformers", ("transformer", "number of transformer"), Column(
        "transformers", "Transformers", "count",
    )),
    ToolQuantity("meters", ("meter", "number of meter"), Column("meters", "Meters", "count")),
    ToolQuantity("poles", ("pole", "number of pole"), Column("poles", "Poles", "count")),
    ToolQuantity("feeders", ("feeder", "number of feeder"), Column("feeders", "Feeders", "count")),
    ToolQuantity("solar", ("solar", "rooftop solar", "pv"), Column("solar", "Meters with solar", "count")),
    ToolQuantity("ev", ("ev", "electric vehicle"), Column("ev", "Meters with an electric vehicle", "count")),
    ToolQuantity("critical", ("critical customer", "critical"), Column("critical", "Critical customers", "count"),
        "most"),
    ToolQuantity(
        "underground_pct", ("underground", "underground percent", "share underground", "percent underground"),
        Column("underground_pct", "Share underground", "number", 1, "%"),
    ),
    ToolQuantity("age_years", ("age", "older", "old", "newer", "younger"), Column("age_years", "Age", "number", 0,
        "years"), "most"),
    ToolQuantity(
        "health_score", ("health", "healthier", "condition", "better shape", "worse shape", "health score"),
        Column("health_score", "Health", "number", 1), "least",
    ),
    ToolQuantity(
        "failure_pct", ("failure probability", "probability of failure", "more likely to fail", "likely to fail"),
        Column("failure_pct", "Failure within a year", "number", 3, "%"), "most",
    ),
    ToolQuantity("risk_cost", ("risk", "riskier", "risk cost"), Column("risk_cost", "Risk", "number", 2, "US$/yr"),
        "most"),
    ToolQuantity("hot_spot_c", ("hot spot", "hotter", "temperature"), Column("hot_spot_c", "Hottest spot", "number",
        1, "°C"), "most"),
)  # fmt: skip
_BY_KEY: Final = {one.key: one for one in QUANTITIES}
MAIN: Final = {
    "feeder": ("load_kw", "load_pct", "customers", "length_km", "rated_kva", "power_factor"),
    "substation": ("load_kw", "load_pct", "capacity_mva", "customers", "feeders"),
    "transformer": ("load_kw", "load_pct", "rated_kva", "customers", "age_years", "health_score", "risk_cost"),
    "pole": ("age_years", "health_score", "failure_pct", "risk_cost"),
}
_CALLED: Final = {"customers": "customers_served"}  # by the details
_OF_A_SUBSTATION: Final = {"rated_kva": "capacity_mva"}
"""Its rating is its own capacity; the ratings of its feeders are another matter."""


def compared(context: ToolContext, args: CompareTwo) -> ToolResult:
    """One row a thing, the greater first.

    Raises:
        NoAnswer: there are no such things, they are of two kinds, or that quantity is not known of the kind.
    """
    things = [asset_of(context, name, tuple(MAIN)) for name in (args.name, args.other)]
    kind = things[0].kind
    if things[1].kind != kind:
        raise NoAnswer(
            RefusalReason.NOT_UNDERSTOOD,
                f"A {kind} and a {things[1].kind} cannot be compared: {args.name}, {args.other}."
        )  # fmt: skip
    asked = _OF_A_SUBSTATION.get(args.quantity, args.quantity) if kind == "substation" else args.quantity
    keys = (asked,) if asked else MAIN[kind]
    if missing := [key for key in keys if key not in _BY_KEY]:
        raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"Things are not compared by {missing[0]}.")
    rows = [_row(context, thing, keys) for thing in things]
    table = pa.concat_tables(rows, promote_options="permissive").sort_by([(keys[0], "descending")])
    columns = (Column("name", kind.capitalize()), *(_BY_KEY[key].column for key in keys))
    names = " and ".join(thing.name for thing in things)
    chart = ChartSpec("bar", "name", keys[:1], columns[1].heading) if args.quantity else None
    return result_of(
        context, f"{names} compared", table, columns, place=names, chart=chart,
            goes=tuple(to_map(thing) for thing in things)
    )  # fmt: skip


def _row(context: ToolContext, thing: NamedAsset, keys: tuple[str, ...]) -> pa.Table:
    """Name and values of one thing.

    Raises:
        NoAnswer: one of them is not known of its kind.
    """
    table = {"feeder": feeder_row, "substation": substation_row}.get(thing.kind, pole_or_transformer)(context, thing)
    if thing.kind in ("feeder", "substation"):
        binds = NamedPlace(thing.kind, thing.asset_id, thing.name).binds  # type: ignore[arg-type]  # one of two
        more = [key for key in keys if key in STATEMENT_OF and _CALLED.get(key, key) not in table.column_names]
        for statement in dict.fromkeys(STATEMENT_OF[key] for key in more):
            table = beside(table, counted_by(context, statement, binds))
    table = known(table)
    found = {key: _CALLED.get(key, key) if _CALLED.get(key, key) in table.column_names else key for key in keys}
    if missing := [key for key, name in found.items() if name not in table.column_names]:
        raise NoAnswer(
            RefusalReason.NOT_IN_DATA, f"Nobody says {_BY_KEY[missing[0]].column.title.lower()} of a {thing.kind}."
        )  # fmt: skip
    return pa.table({"name": [thing.name], **{key: table[name] for key, name in found.items()}})


COMPARE: Final = Tool(
    "compare",
    "Two feeders, two substations, two transformers or two poles beside each other: by load, loading, customers, "
    "length, headroom, age, "
    "health, risk and others.",
    CompareTwo, compared, "compare", ("feeder", "substation", "transformer", "pole"), QUANTITIES,
    words=(
        "compare", "versus", "vs", "against", "difference between", "compared to", "more than", "less than",
        "which is", "or",
    ),
    examples=("compare load on F0001 and F0002", "is F0007 longer than F0008"),
)  # fmt: skip
