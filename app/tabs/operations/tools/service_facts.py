"""Facts of a meter, of a switching device and of a line section. Nothing of a customer but the class of the service."""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from app.assistant.context import ToolContext
from app.assistant.results import NamedAsset
from app.assistant.tools import ToolQuantity
from app.tabs.operations.tools.facts import facts_tool
from app.tabs.operations.tools.rows import age_years, known, with_values, yes_no
from app.tabs.operations.tools.supply_facts import ENERGIZED
from app.widgets.column import Column

_FEEDER_NAME: Final = ToolQuantity(
    "feeder_name", ("feeder", "which feeder", "on feeder", "belong to", "fed by", "fed from", "feed", "circuit"),
    Column("feeder_name", "Feeder"),
)  # fmt: skip
_SUBSTATION_NAME: Final = ToolQuantity(
    "substation_name", ("substation", "which substation", "fed from substation", "feed substation", "substation feed"),
    Column("substation_name", "Substation"),
)  # fmt: skip
_PHASES: Final = ToolQuantity("phases", ("phase", "which phase", "on phase"), Column("phases", "Phases"))

_METER: Final = (
    ToolQuantity(
        "transformer_name", (
            "transformer", "which transformer", "on transformer", "feed transformer", "hang on", "connected to",
        ),
        Column("transformer_name", "Transformer"),
    ),
    _FEEDER_NAME, _SUBSTATION_NAME,
    ToolQuantity(
        "customer_class",
        (
            "class", "customer class", "class of customer", "rate class", "kind of customer", "type of customer",
            "service class", "kind of service", "type of service", "residential", "commercial", "industrial",
            "residential or commercial", "tariff class",
        ),
        Column("customer_class", "Class", "words"),
    ),
    ToolQuantity(
        "nominal_voltage_v", ("nominal voltage", "service voltage", "rated voltage", "rated service voltage",
                "rated service"), Column("nominal_voltage_v",
        "Nominal voltage", "number", 0, "V"),
    ),
    ToolQuantity(
        "voltage_v", ("voltage at transformer", "voltage of transformer", "transformer voltage"),
        Column("voltage_v", "Voltage at its transformer, 120 V base", "number", 2, "V"),
    ),
    ToolQuantity(
        "transformer_load_pct", ("transformer loading", "loading of transformer", "transformer utilization",
                "how loaded transformer"),
        Column("transformer_load_pct", "Load of its transformer", "number", 1, "%"),
    ),
    ToolQuantity(
        "has_solar", ("solar", "solar panel", "rooftop solar", "pv", "photovoltaic", "panel"), yes_no(
            "has_solar", "Solar",
        ),
    ),
    ToolQuantity("has_ev", ("ev", "electric vehicle", "electric car", "ev charger", "charger"), yes_no(
        "has_ev", "Electric vehicle",
    )),
    ToolQuantity("is_active", ("active", "active account", "account active", "account open", "current account"), yes_no(
        "is_active", "Active account",
    )),
    _PHASES,
    ToolQuantity("is_energized", (*ENERGIZED, "power out", "out"), yes_no("is_energized", "Energized")),
)  # fmt: skip


def _meter(context: ToolContext, asset: NamedAsset) -> pa.Table:
    return context.live("assistant_meter", utility_id=context.utility_id, asset_id=asset.asset_id)


METER_FACTS: Final = facts_tool(
    "meter", _meter, _METER,
    "One meter: its transformer, feeder and substation, class of service, solar, electric vehicle, whether it is "
    "energized. "
    "Nothing of the person.",
    notes={"is_energized": "A meter has supply where its transformer has; a fault of its service line is not seen."},
        subjects=("meter",),
    examples=("which transformer is MTR-0000250 on", "is MTR-0004100 energized"),
)  # fmt: skip

_DEVICE: Final = (
    ToolQuantity(
        "kind", ("kind", "kind of device", "type", "type of device", "what kind", "what device", "sort of device",
         "kind of equipment", "sort of equipment", "type of equipment", "equipment", "device type", "equipment type"),
        Column("kind", "Kind", "words"),
    ),
    ToolQuantity(
        "is_open",
        ("open", "closed", "position", "open or closed", "state", "status", "tripped", "blown", "switched"),
        yes_no("is_open", "Position", yes="Open", no="Closed"),
    ),
    ToolQuantity(
        "is_abnormal",
        (
            "abnormal", "abnormal position", "out of normal position", "not in normal position", "off normal",
            "standing as built", "abnormal state", "out of position",
        ),
        yes_no("is_abnormal", "Out of its normal position"),
    ),
    ToolQuantity(
        "is_normally_open", ("normally open", "normally closed", "normal", "normal state", "normal position",
        "usual position",
            "normal status", "usually open", "usually closed", "as built", "as designed", "normally"),
        yes_no("is_normally_open", "Normally", yes="Open", no="Closed"),
    ),
    _FEEDER_NAME,
    ToolQuantity(
        "other_feeder_name",
        (
            "other feeder", "tie to", "tie feeder", "other side", "feeder on other side", "connect to",
            "second feeder", "backup feeder",
        ),
        Column("other_feeder_name", "Feeder on the other side"),
    ),
    _SUBSTATION_NAME,
    ToolQuantity(
        "rated_a", (
            "rating", "rated", "rated current", "rated amp", "amp rating", "current rating", "size", "amp", "how big",
            "rated a", "ampacity", "amp limit",
        ),
        Column("rated_a", "Rating", "number", 0, "A"),
    ),
    ToolQuantity("segment_name", ("segment", "line section", "line", "span"), Column("segment_name", "Line section")),
    _PHASES,
    ToolQuantity(
        "updated_at", (
            "last operated", "last operation", "last operation time", "last change", "last changed",
                    "when operated", "last switched", "when opened",
            "when last operated",
        ),
        Column("updated_at", "Last changed", "datetime"),
    ),
)  # fmt: skip


def _device(context: ToolContext, asset: NamedAsset) -> pa.Table:
    table = context.live("details_device", utility_id=context.utility_id, asset_id=asset.asset_id)
    return with_values(table, is_abnormal=pc.not_equal(table["is_open"], table["is_normally_open"]))


DEVICE_FACTS: Final = facts_tool(
    "device", _device, _DEVICE,
    "One switching device (breaker, recloser, sectionaliser, fuse, switch, tie): kind, whether it is open, whether it "
    "is out of its "
    "normal position, rating, the feeders it stands on and ties.",
    subjects=("device", "breaker", "recloser", "sectionaliser", "sectionalizer", "fuse", "switch", "tie"),
    examples=("is BRK-0001-001 open", "is SW-0004-001 out of its normal position"),
)  # fmt: skip

_SEGMENT: Final = (
    ToolQuantity("length_m", ("length", "how long", "long", "metre", "meter long"), Column("length_m", "Length",
        "number", 1, "m"), "most"),
    ToolQuantity("conductor", ("conductor", "wire", "wire size", "kind of conductor", "cable", "conductor size",
            "size of conductor", "size and kind of conductor"), Column(
        "conductor", "Conductor",
    )),
    ToolQuantity(
        "is_underground", ("underground", "overhead", "buried"), yes_no("is_underground", "Built", yes="Underground",
        no="Overhead"),
    ),
    ToolQuantity("rated_a", ("rating", "rated", "ampacity", "rated amp", "capacity", "amp limit",
            "current limit", "thermal limit"), Column("rated_a", "Rating",
        "number", 0, "A")),
    ToolQuantity("voltage_kv", ("voltage", "nominal voltage", "kv", "nominal kv", "voltage class",
            "rated voltage"), Column("voltage_kv", "Nominal voltage", "number",
        2, "kV")),
    ToolQuantity("installed_year", ("installed", "year installed", "when installed", "built"),
        Column("installed_year", "Installed", "text")),
    ToolQuantity("age_years", ("age", "how old", "old", "year old"), Column("age_years", "Age", "number", 0,
            "years"), "most"),
    _PHASES, _FEEDER_NAME, _SUBSTATION_NAME,
    ToolQuantity(
        "is_energized", ("feeder energized",), yes_no("is_energized", "Feeder energized"),
    ),
)  # fmt: skip


def _segment(context: ToolContext, asset: NamedAsset) -> pa.Table:
    table = known(context.live("details_segment", utility_id=context.utility_id, asset_id=asset.asset_id))
    return with_values(table, age_years=age_years(table, context.today.year))


SEGMENT_FACTS: Final = facts_tool(
    "segment", _segment, _SEGMENT,
    "One line section: length, conductor, rating, overhead or underground, age, feeder.",
    notes={"age_years": "This year less the year of installation."}, subjects=(
        "line section", "segment", "span", "line",
    ),
)  # fmt: skip
