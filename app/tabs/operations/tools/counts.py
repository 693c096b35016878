"""How much of everything stands in a place: customers, meters, lines, poles, transformers, devices, one row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.assistant.tools import PlaceText, Tool, ToolQuantity
from app.tabs.operations.tools.place_ways import ways_of, words_of
from app.tabs.operations.tools.rows import beside, known, only, told
from app.widgets.column import Column


class CountsOf(BaseModel):
    """Of which place, and what."""

    place: PlaceText = ""
    quantity: str = Field("", description="what is counted; empty for the sums of feeders, customers and equipment")


def _counted(
    key: str, title: str, *words: str, unit: str = "", worst: Any = "", decimals: int | None = None
) -> ToolQuantity:
    kind: Literal["count", "number"] = "count" if decimals is None else "number"
    return ToolQuantity(key, words, Column(key, title, kind, decimals or 0, unit), worst)


_SPANS: Final = ("span", "line section", "section", "segment", "line segment")
_METERED: Final = ("meter", "active meter", "customer", "active customer", "account", "active account")
CLASSES: Final = {
    "residential": ("residential", "home", "household"), "commercial": ("commercial", "business"),
    "industrial": ("industrial", "factory"),
}  # fmt: skip


def _share_of_class(name: str, *words: str) -> ToolQuantity:
    """`what percentage of the active meters is commercial`; of those with an active account."""
    phrases = (
        f"percent {thing} {word}{end}" for word in words for thing in _METERED for end in ("", " account", " customer")
    )
    return _counted(f"{name}_pct", f"Share of {name} customers", *phrases, unit="%", decimals=2)


_CRITICAL_LOADS: Final = ("critical customer", "critical", "critical facility", "critical load", "priority customer")


def _critical(key: str, title: str, *words: str) -> ToolQuantity:
    """A kind of critical customer, said alone or as one of them: "how many critical customers are fire stations"."""
    return _counted(key, title, *words, *(f"{of} {word}" for word in words for of in _CRITICAL_LOADS))


# By the statement that counts them: only the one that is asked for is run.
COUNTS: Final[dict[str, tuple[ToolQuantity, ...]]] = {
    "assistant_counts": (
        _counted("substations", "Substations", "substation", "number of substation"),
        _counted("feeders", "Feeders", "feeder", "number of feeder", "distribution feeder", "distribution circuit"),
        _counted(
            "transformers", "Transformers", "transformer", "number of transformer", "distribution transformer",
            "service transformer", "transformer in service",
        ),
        _counted(
            "meters", "Meters", "meter", "number of meter", "smart meter", "ami meter", "electric meter",
            "service point",
        ),
        _counted(
            "customers", "Customers", "customer", "customer served", "number of customer", "account",
            "active account", "active customer", "active meter", "meter in use", "meter with account",
            "customer connected", "people served", "home served",
            "how many people", "consumer", "customer count", "served",
        ),
        _counted("poles", "Poles", "pole", "utility pole", "power pole", "number of pole"),
        _counted("segments", "Line sections", "line section", "segment", "span", "number of line section"),
        _counted("rated_kva", "Rating of its feeders", "feeder rating", "rating of feeder", "total feeder rating",
            unit="kVA", decimals=0),
        _counted(
            "capacity_mva", "Capacity of its substations", "substation capacity", "total substation capacity",
            "capacity of substation",
            unit="MVA", decimals=1,
        ),
        _counted(
            "deenergized_feeders", "Feeders without supply", "de energized feeder", "deenergized feeder",
            "de energised feeder", "dead feeder",
            "dark feeder", "feeder without power", "feeder out", "feeder down", "feeder off", "feeder locked out",
            worst="most",
        ),
    ),
    "assistant_counts_meters": (
        _counted(
            "residential", "Residential customers", "residential", "residential customer", "home", "house",
            "household", "residential account", "residence",
        ),
        _counted(
            "commercial", "Commercial customers", "commercial", "commercial customer", "business",
            "business customer", "commercial account", "shop",
        ),
        _counted(
            "industrial", "Industrial customers", "industrial", "industrial customer", "factory", "industry",
            "industrial account", "plant",
        ),
        _counted(
            "solar", "Meters with solar", "solar", "rooftop solar", "solar panel", "solar pannel", "pv",
            "photovoltaic", "home with solar", "house with solar", "customer with solar", "meter with solar",
            "solar customer", "solar meter", "net metering", "solar roof", "solar installation", "solar system",
            "home with pv", "house with pv", "household with solar", "household with pv", "house have solar panel",
            "household solar panel", "home with photovoltaic", "home have solar panel", "home have solar pannel",
            "roof solar", "generation behind meter", "rooftop pv",
        ),
        _counted(
            "ev", "Meters with an electric vehicle", "ev", "electric vehicle", "electric car", "ev charger",
            "ev owner", "charger", "home with ev", "customer with ev", "meter with ev", "house with ev",
            "meter with electric vehicle", "customer with electric vehicle", "ev customer", "plug in vehicle",
        ),
        _counted(
            "solar_and_ev", "Meters with solar and an electric vehicle", "solar and ev", "ev and solar",
            "solar and electric vehicle", "both solar and ev", "solar with ev",
        ),
        _counted(
            "without_account", "Meters without an account", "inactive meter", "meter without account", "vacant",
            "no account", "idle meter", "meter with no account", "inactive",
        ),
        _counted(
            "solar_pct", "Share of meters with solar", "solar percent", "percent solar", "solar adoption",
                    "share with solar",
            "solar penetration",
            "percent of customer with solar", "percent of meter with solar", "solar share", unit="%", decimals=2,
        ),
        _counted(
            "ev_pct", "Share of meters with an electric vehicle", "ev percent", "percent ev", "ev penetration",
            "share with ev", "ev share",
            "percent of customer with ev", "percent of meter with ev", unit="%", decimals=2,
        ),
        *(_share_of_class(name, *words) for name, words in CLASSES.items()),
        *(
            _counted(
                f"phase_{phase}", f"Meters on phase {phase.upper()}",
                *(f"{thing} phase {phase}" for thing in _METERED), *(f"{thing} {phase} phase" for thing in _METERED),
            )
            for phase in "abc"
        ),
        _counted(
            "three_phase_meters", "Meters on three phases", *(f"three phase {thing}" for thing in _METERED),
            *(f"3 phase {thing}" for thing in _METERED), *(f"phase abc {thing}" for thing in _METERED),
        ),
    ),
    "assistant_counts_critical": (
        _counted(
            "critical", "Critical customers", "critical", "critical customer", "priority customer",
            "critical account", "critical load", "critical facility", "sensitive customer", "priority load",
            "critical service",
        ),
        _critical(
            "life_support", "Customers on life support", "life support", "medical baseline",
            "medical baseline life support", "life support customer", "medical", "medical customer", "ventilator",
            "home ventilator", "medically dependent", "medical equipment", "on life support",
            "medical baseline customer",
        ),
        _critical("hospital", "Hospitals", "hospital", "hospital customer"),
        _critical("nursing_home", "Nursing homes", "nursing home", "care home"),
        _critical(
            "water", "Water plants", "water", "water plant", "water utility", "water works", "pumping station",
            "water customer",
        ),
        _critical("police", "Police stations", "police", "police station"),
        _critical("fire", "Fire stations", "fire station", "fire department", "fire house"),
        _critical("school", "Schools", "school", "school shelter"),
        _critical("shelter", "Shelters", "shelter"),
        _critical("telecom", "Telecom sites", "telecom", "telecom site", "cell tower"),
    ),
    "assistant_counts_lines": (
        _counted(
            "length_km", "Length of lines",
            "length", "how long", "line length", "total length", "circuit length", "kilometre of line",
            "kilometer of line", "km of line",
            "mile of line", "circuit mile", "km", "mile", "length of line", "feeder length", "wire", "how much line",
            "conductor length",
            "circuit km", "line km",
            unit="km", decimals=2,
        ),
        _counted(
            "overhead_km", "Length overhead", "overhead length", "overhead line", "overhead km", "length overhead",
            "km overhead",
            "overhead mile", "length of overhead", "overhead conductor", "overhead wire", "how much overhead",
            unit="km", decimals=2,
        ),
        _counted(
            "underground_km", "Length underground", "underground length", "underground line", "underground km",
            "length underground",
            "km underground", "underground cable", "cable length", "underground mile", "length of underground",
            "km of cable",
            "length of cable", "buried cable", "how long underground", "how much cable", "ug cable", "ug km",
            "ug length", unit="km", decimals=2,
        ),
        _counted(
            "underground_pct", "Share underground",
            "underground", "underground percent", "percent underground", "share underground", "underground share",
            "ug", "percent ug",
            "ug percent", "buried", "how much underground", "how much is underground", "how much ug",
            "portion underground", "fraction underground",
            "percent buried", "percent line underground", "percent of line length underground",
            "percent of length underground", "percent network underground", "percent system underground",
            unit="%", decimals=1,
        ),
        _counted(
            "overhead_pct", "Share overhead", "overhead", "overhead percent", "percent overhead", "overhead share",
            "share overhead",
            "how much is overhead", "percent line overhead", "percent network overhead", unit="%", decimals=1,
        ),
        _counted(
            "line_age_years", "Mean age of its line sections", "average age of line", "mean age of line",
            "average line age", "mean line age",
            "average age of conductor", "average old conductor", "average old line", "average conductor age",
            "mean conductor age", unit="years", decimals=1,
        ),
        _counted(
            "mean_span_m", "Mean length of its line sections", *(f"average {span} length" for span in _SPANS),
            *(f"average length of {span}" for span in _SPANS), *(f"average {span}" for span in _SPANS),
            *(f"mean {span} length" for span in _SPANS), unit="m", decimals=1,
        ),
    ),
    "assistant_counts_poles": (
        _counted("wood_poles", "Wood poles", "wood pole", "wooden pole", "wood"),
        _counted("steel_poles", "Steel poles", "steel pole", "metal pole", "steel"),
        _counted("concrete_poles", "Concrete poles", "concrete pole", "concrete"),
        _counted(
            "composite_poles", "Composite poles", "composite pole", "fibreglass pole", "fiberglass pole", "composite",
            "fiberglass",
        ),
        _counted("aluminium_poles", "Aluminium poles", "aluminium pole", "aluminum pole", "aluminium"),
        _counted("pole_height_m", "Mean height of poles", "average height of pole", "mean pole height",
            "average pole height", unit="m", decimals=1),
    ),
    "assistant_counts_transformers": (
        _counted(
            "padmounts", "Pad-mounted transformers", "padmount", "pad mount", "padmount transformer",
            "pad mounted transformer", "pad mount transformer", "padmounted transformer", "underground transformer",
            "ug transformer", "pad mounted", "padmounted",
        ),
        _counted(
            "polemounts", "Pole-mounted transformers", "polemount", "pole mount", "pole mounted transformer",
            "pole mount transformer", "overhead transformer", "pole top transformer", "pole top", "pole mounted",
            "pole transformer",
        ),
        _counted(
            "single_phase", "Single-phase transformers", "single phase transformer", "1 phase transformer",
            "single phase",
        ),
        _counted(
            "three_phase", "Three-phase transformers", "three phase transformer", "3 phase transformer",
            "three phase",
        ),
        _counted(
            "transformer_kva", "Transformer rating in all",
            "transformer kva", "connected kva", "connected transformer kva", "total transformer kva",
            "total connected transformer kva",
            "installed kva", "installed transformer capacity", "transformer capacity",
                    "total transformer capacity", "nameplate kva", "total nameplate kva", "rated kva of transformer",
            "connected capacity",
            "total kva", "installed capacity", "kva connected", "sum of transformer rating",
            "total transformer rating", "transformer rating",
            unit="kVA", decimals=0,
        ),
        _counted(
            "mean_transformer_kva", "Mean rating of transformers", "average transformer size",
            "mean transformer size", "average transformer rating",
            "average transformer kva", "average size of transformer", "mean transformer rating", unit="kVA", decimals=1,
        ),
        _counted(
            "energized_transformers", "Transformers with supply", "energized transformer", "transformer energized",
            "transformer with power", "live transformer", "transformer with supply",
        ),
        _counted(
            "dark_transformers", "Transformers without supply",
            "de energized transformer", "deenergized transformer", "de energised transformer", "dead transformer",
            "dark transformer",
            "transformer without power", "transformer out", "transformer out of power", "transformer are dead",
            "transformer off",
            "transformer without supply", "transformer down", "transformer lost power", "not energized transformer",
            "transformer not energized",
            "unenergized transformer", worst="most",
        ),
        _counted(
            "transformer_load_pct", "Mean loading of transformers", "average transformer loading",
            "mean transformer loading",
            "average loading of transformer", "mean loading of transformer", "average transformer load percent",
            unit="%", worst="most", decimals=1,
        ),
        _counted(
            "transformer_risk_cost", "Risk of its transformers",
            "total risk of transformer", "total transformer risk", "annual risk cost of transformer",
            "transformer risk cost", "risk of transformer",
            "total annual risk cost of transformer", "risk cost of all transformer",
            "combined risk of transformer",
            "total risk cost of transformer", "risk of all transformer",
            "sum of risk of transformer",
            "risk dollar of transformer",
            unit="US$/yr", worst="most", decimals=0,
        ),
        _counted(
            "transformer_replacement_cost", "Replacement of all its transformers", "cost to replace all transformer",
            "replacement cost of all transformer", "total transformer replacement cost",
            "total replacement cost of transformer", unit="US$",
            decimals=0,
        ),
        _counted(
            "transformer_failures", "Expected transformer failures a year", "expected transformer failure",
            "transformer failure expected",
            "expected number of transformer failure", "how many transformer expected to fail", "expected failure",
            "transformer expect fail",
            worst="most", decimals=2,
        ),
    ),
    "assistant_counts_devices": (
        _counted(
            "devices", "Switching devices", "device", "switching device", "protective device", "switchgear",
            "protection device",
        ),
        _counted("breakers", "Breakers", "breaker", "circuit breaker"),
        _counted("reclosers", "Reclosers", "recloser", "auto recloser"),
        _counted("sectionalisers", "Sectionalisers", "sectionaliser", "sectionalizer"),
        _counted("fuses", "Fuses", "fuse", "cutout", "fused cutout"),
        _counted("switches", "Switches", "switch", "sectionalising switch", "disconnect switch", "disconnect"),
        _counted(
            "ties", "Ties", "tie", "tie switch", "tie point", "normally open tie", "interconnection",
            "normally open point",
        ),
        _counted(
            "open_devices", "Open devices", "open device", "device open", "devices that are open", "open switch",
            "switch open", "device not closed",
        ),
        _counted(
            "abnormal_devices", "Devices out of their normal position", "abnormal device", "abnormal switch",
            "device out of normal position",
            "device not in normal position", "switch not in normal position", "off normal device",
            "out of normal position", "abnormal",
            "switch out of normal position", "abnormal position", worst="most",
        ),
        _counted("open_fuses", "Open fuses", "open fuse", "blown fuse", "fuse blown", "fuse open", worst="most"),
    ),
}  # fmt: skip

STATEMENT_OF: Final = {one.key: statement for statement, quantities in COUNTS.items() for one in quantities}
_ASSESSED: Final = "As the last assessment found them; what is not known is passed over."
_MEAN_AGE: Final = "This year less the year of installation; what is not known is passed over."
NOTES: Final = {
    "customers": "Active service points, as in the indices of reliability.",
    **dict.fromkeys(
        (
            "residential", "commercial", "industrial", "critical", "phase_a", "phase_b", "phase_c",
            "three_phase_meters",
            *(f"{name}_pct" for name in CLASSES),
        ), "With an active account."
    ),
    "ties": "A tie counts for either feeder that it joins.",
    "line_age_years": _MEAN_AGE,
    **dict.fromkeys(
        (
            "transformer_health", "transformer_risk_cost", "transformer_replacement_cost", "transformer_failures",
        ), _ASSESSED
    ),
}  # fmt: skip


def counts_of(context: ToolContext, args: CountsOf) -> ToolResult:
    """One row of a place: what is asked for and what is counted with it.

    Raises:
        NoAnswer: there is no such place, or nothing of that name is counted.
    """
    statement = STATEMENT_OF.get(args.quantity, "assistant_counts")
    if args.quantity and args.quantity not in STATEMENT_OF:
        raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"{args.quantity} is not counted; see the quantities of counts.")
    place = place_of(context, args.place)
    table = known(counted_by(context, statement, place.binds))
    columns = (Column("place", "Place"), *(one.column for one in COUNTS[statement]))
    as_of = table["updated_at"][0].as_py() if "updated_at" in table.column_names else None
    table = beside(pa.table({"place": [words_of(place)]}), table)
    return result_of(
        context, f"What stands in {words_of(place)}", only(table, columns), columns, place=words_of(place), as_of=as_of,
        note=told({key: NOTES[key] for key in table.column_names if key in NOTES}, args.quantity),
            goes=ways_of(context, place),
    )  # fmt: skip


def counted_by(context: ToolContext, statement: str, binds: dict[str, int]) -> pa.Table:
    """Rows of a statement of `COUNTS`, of a place as `NamedPlace.binds` says it."""
    binds = {"utility_id": context.utility_id, **binds}
    if statement == "assistant_counts_lines":
        binds["year"] = context.today.year
    return context.live(statement, **binds)


def _all(groups: Sequence[tuple[ToolQuantity, ...]]) -> tuple[ToolQuantity, ...]:
    return tuple(one for group in groups for one in group)


COUNTS_TOOL: Final = Tool(
    "counts",
    "What stands in the whole utility, a substation or a feeder: customers by class, critical ones, solar, electric "
    "vehicles, meters, "
    "length of lines, share underground, poles by material, transformers, their rating, condition and risk in all, "
    "devices by kind, "
    "what has no supply.",
    CountsOf, counts_of, "row",
    (
        "utility", "system", "network", "territory", "grid", "company", "customer", "meter", "pole", "transformer",
        "device",
    ),
        _all([*COUNTS.values()]),
    examples=(
        "how many customers on F0002", "how many wood poles do we have", "length of F0005",
        "critical customers on SUB-001",
    ),
)  # fmt: skip
