"""Who is out now, by kind: classes of customers, critical ones, solar, and what they would take."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of, told_place
from app.assistant.results import ToolResult
from app.assistant.tools import PlaceText, Tool, ToolQuantity
from app.tabs.outage_management.tools.words import view_go
from app.widgets.column import Column


class OutByKind(BaseModel):
    """Where, and who."""

    place: PlaceText = ""
    quantity: str = Field("", description="the kind that is asked for; empty for all")


_IS_OUT: Final = (
    "out", "without power", "without supply", "out of power", "off supply", "lost power", "dark", "down", "off",
    "no power", "affected",
)  # fmt: skip


def _out(key: str, title: str, *names: str) -> ToolQuantity:
    words = tuple(f"{name} {state}" for name in names for state in _IS_OUT)
    return ToolQuantity(key, words, Column(key, title, "count"), "most")


_KINDS: Final = (
    _out("residential_out", "Residential customers out", "residential", "residential customer", "home", "house",
         "household"),
    _out("commercial_out", "Commercial customers out", "commercial", "commercial customer", "business", "shop"),
    _out("industrial_out", "Industrial customers out", "industrial", "industrial customer", "factory"),
    _out("solar_out", "Customers with solar out", "solar", "solar meter", "solar customer", "customer with solar"),
    _out("ev_out", "Customers with an electric vehicle out", "ev", "electric vehicle", "customer with ev", "charger"),
    _out("life_support_out", "Customers on life support out", "life support", "life support customer", "medical",
         "medical customer", "medical baseline", "on life support"),
    _out("hospital_out", "Hospitals out", "hospital"),
    _out("nursing_home_out", "Nursing homes out", "nursing home", "care home"),
    _out("water_out", "Water plants out", "water", "water plant", "water works", "pumping station", "water customer"),
    _out("police_out", "Police stations out", "police", "police station"),
    _out("fire_out", "Fire stations out", "fire station", "fire department", "fire house"),
    _out("school_out", "Schools out", "school"),
    _out("shelter_out", "Shelters out", "shelter", "school shelter"),
    _out("telecom_out", "Telecom sites out", "telecom", "telecom site", "cell tower"),
    _out("meters_out", "Meters with an account out", "meter", "smart meter", "account", "service point"),
)  # fmt: skip
LOAD_OUT: Final = ToolQuantity(
    "load_out_kw",
    ("load out", "estimated load out", "estimated load lost", "estimated mw out", "mw out", "kw out", "megawatt out",
         "kilowatt out", "load lost", "lost load", "load interrupted",
     "interrupted load", "load off", "demand out", "load without supply", "unserved load", "load shed"),
    Column("load_out_kw", "Load out, estimated", "number", 3, "MW", 0.001), "most",
)  # fmt: skip
_QUANTITIES: Final = (*_KINDS, LOAD_OUT)


def out_by_kind(context: ToolContext, args: OutByKind) -> ToolResult:
    """Who is without supply now in a place, by kind."""
    place = place_of(context, args.place)
    table = context.live("out_now_by_kind", utility_id=context.utility_id, **place.binds)
    note = "Active accounts at the transformers, or of the meters, that an outage which lasts has without supply."
    if args.quantity == LOAD_OUT.key:
        note += (
            " Nobody measures what is out: it is what their meters take in the mean, energy of a month over 730 h; the "
            "load when it comes back may be higher."
        )
    return result_of(
        context, "Who is out now, by kind", table, [one.column for one in _QUANTITIES], place=told_place(place),
        as_of=context.now, note=note, goes=(view_go("Open active outages", "active"),),
    )  # fmt: skip


WHO_IS_OUT: Final = Tool(
    "out_now_by_kind",
    "Who is without supply now in a place, by kind: residential, commercial and industrial customers, hospitals, "
    "schools, water plants, police, fire stations, life support, solar, meters; and the load that is out, estimated.",
    OutByKind, out_by_kind, "row",
    ("customer", "utility", "system", "meter", "hospital", "school", "load", "outage", "feeder", "substation"),
    _QUANTITIES, words=("who is out by kind", "customer out by kind", "customer out by class"),
    examples=("is the hospital out", "how many MW are out", "how many residential customers are out on SUB-001"),
)  # fmt: skip
