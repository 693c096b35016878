"""The network counted by groups: poles by material, transformers by size, customers by class, devices, lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from app.assistant.context import ToolContext
from app.assistant.grouping import Fold, GroupedRows, group_named, grouped
from app.assistant.groups import PLACES, ToolGroup
from app.assistant.naming import place_of
from app.assistant.results import ToolResult
from app.assistant.rows import where
from app.assistant.tools import PlaceText, Tool, ToolChoice, ToolQuantity
from app.tabs.operations.tools.place_ways import words_of
from app.widgets.column import Column


class NetworkGrouped(GroupedRows):
    """Of which place, by what."""

    place: PlaceText = ""


class PolesCounted(NetworkGrouped):
    """Which poles, by what."""

    material: str = Field("", description="wood, steel, concrete, composite; empty for any")


class TransformersCounted(NetworkGrouped):
    """Which transformers, by what."""

    mounting: Literal["", "pole", "ground"] = Field("", description="pole: overhead; ground: pad-mounted or in a vault")


class MetersGrouped(NetworkGrouped):
    """Which meters and customers, by what."""

    customer_class: Literal["", "residential", "commercial", "industrial"] = ""


class CriticalGrouped(NetworkGrouped):
    """Which critical customers, by what."""

    kind: str = Field("", description="life_support, hospital, nursing_home, water, police, fire, school …; empty: any")


class DevicesGrouped(NetworkGrouped):
    """Which devices, by what."""

    kind: Literal["", "breaker", "recloser", "sectionaliser", "fuse", "switch", "tie"] = ""


class LinesGrouped(NetworkGrouped):
    """Which lines, by what."""

    laid: Literal["", "overhead", "underground"] = ""


@dataclass(frozen=True, slots=True)
class NetworkCounts:
    """What is counted by one statement.

    Attributes:
        title: of the rows.
        statement: that counts them, by everything they can be grouped by, or by what is asked of it.
        quantities: that are told; each is a column of it.
        groups: by which.
        made: more columns, from those of the statement.
        chosen: rows that the arguments mean.
        note: how it is reckoned.
        made_of: the statement's column of which another is made, where it is asked to count by some columns only: with
            all of them there are nearly as many groups as things, which takes seconds at full size.
    """

    title: str
    statement: str
    quantities: tuple[ToolQuantity, ...]
    groups: tuple[ToolGroup, ...]
    made: Callable[[pa.Table], pa.Table] = lambda table: table
    chosen: Callable[[pa.Table, Any], pa.Table] = lambda table, _args: table
    note: str = ""
    made_of: Mapping[str, str] | None = None

    def run(self, context: ToolContext, args: NetworkGrouped) -> ToolResult:
        """Counts by one or two groups."""
        place = place_of(context, args.place)
        rows = context.live(self.statement, utility_id=context.utility_id, **place.binds, **self._kept(args))
        rows = self.chosen(self.made(rows), args)
        folds: Mapping[str, tuple[str, Fold]] = {one.key: (one.key, "sum") for one in self.quantities}
        return grouped(
            context, self.title, rows, args, self.groups, self.quantities, folds, place=words_of(place), note=self.note
        )

    def _kept(self, args: NetworkGrouped) -> dict[str, str]:
        """The columns that tell the rows apart: of the groups, and of what is chosen."""
        if self.made_of is None:
            return {}
        groups = [group_named(self.groups, key).source for key in (args.group, args.also) if key]
        chosen = [key for key, value in args if key in (*self.made_of, *_CHOSEN) and value]
        return {"kept": ",".join(sorted({self.made_of.get(one, one) for one in (*groups, *chosen)}))}


def _count(key: str, title: str, *words: str, unit: str = "", decimals: int | None = None) -> ToolQuantity:
    kind: Literal["count", "number"] = "count" if decimals is None else "number"
    return ToolQuantity(key, words, Column(key, title, kind, decimals or 0, unit))


def _decades(table: pa.Table) -> pa.Table:
    """With the decade and the year of installation as text; none where the year is not known."""
    years = table["installed_year"].to_pylist()
    decade = [f"{year // 10 * 10}s" if year else None for year in years]
    table = table.append_column("decade", pa.array(decade, pa.string()))
    return table.append_column("year", pa.array([str(year) if year else None for year in years], pa.string()))


def _laid(table: pa.Table) -> pa.Table:
    """With how lines are laid, in words."""
    return _decades(table).append_column("laid", pc.if_else(table["is_underground"], "underground", "overhead"))


def _mounted(table: pa.Table) -> pa.Table:
    """With how transformers stand and their size, in words."""
    size = [None if one is None else f"{one:g} kVA" for one in table["rated_kva"].to_pylist()]
    table = _decades(table).append_column("size", pa.array(size, pa.string()))
    return table.append_column("mounting", pc.if_else(table["is_underground"], "ground", "pole"))


def _high(table: pa.Table) -> pa.Table:
    """With the height of poles as text."""
    metres = [None if one is None else f"{one:g} m" for one in table["height_m"].to_pylist()]
    return _decades(table).append_column("height", pa.array(metres, pa.string()))


def _critical(table: pa.Table, args: CriticalGrouped) -> pa.Table:
    """Of a kind: every kind that has its name in it, as the counts have it."""
    return table.filter(pc.match_substring(table["critical_kind"], args.kind)) if args.kind else table


_AGES: Final = (
    ToolGroup("decade", ("decade", "decade of installation"), "Installed in"),
    ToolGroup("year", ("year", "installation year", "year of installation", "year installed"), "Installed"),
)  # fmt: skip
_PHASES: Final = ToolGroup("phases", ("phase", "phasing", "number of phase"), "Phases")
_CLASS: Final = ToolGroup(
    "customer_class", ("class", "customer class", "type", "customer type", "rate class", "tariff class", "tariff",
                       "kind", "category", "sector", "segment"), "Class",
)  # fmt: skip
_CHOSEN: Final = ("material",)
"""Arguments that are called as the column by which they choose."""
_MADE_OF_YEAR: Final = {"decade": "installed_year", "year": "installed_year"}
_POLES: Final = NetworkCounts(
    "Poles", "assistant_poles_grouped", (_count("poles", "Poles", "pole", "number of pole", "pole count"),),
    (ToolGroup("material", ("material", "type", "kind", "species"), "Material"), *PLACES, *_AGES,
     ToolGroup("height", ("height", "size", "length"), "Height")),
    _high, lambda table, args: where(table, material=args.material),
    made_of={**_MADE_OF_YEAR, "height": "height_m"},
)  # fmt: skip
_TRANSFORMERS: Final = NetworkCounts(
    "Transformers", "assistant_transformers_grouped",
    (_count("transformers", "Transformers", "transformer", "number of transformer"),
     _count("total_kva", "Rating in all", "total rating", "installed kva", "rating", "kva", "capacity",
            unit="kVA", decimals=0),
     _count("customers", "Customers on them", "customer", "customer served")),
    (ToolGroup("size", ("size", "rating", "kva", "rated kva", "kva size", "capacity", "kva rating"), "Size"),
     ToolGroup("kind", ("kind", "type"), "Kind"),
     ToolGroup("mounting", ("mounting", "mount", "construction", "installation"), "Mounted on"),
     _PHASES, *PLACES, *_AGES),
    _mounted, lambda table, args: where(table, mounting=args.mounting),
    made_of={**_MADE_OF_YEAR, "size": "rated_kva", "mounting": "is_underground"},
)  # fmt: skip
_METERS: Final = NetworkCounts(
    "Customers and meters", "assistant_meters_grouped",
    (_count("customers", "Customers", "customer", "account", "customer served", "number of customer", "customer count"),
     _count("meters", "Meters", "meter", "number of meter", "service point"),
     _count("solar", "Meters with solar", "solar", "rooftop solar", "pv", "solar customer", "solar meter",
            "customer with solar", "meter with solar", "solar panel"),
     _count("ev", "Meters with an electric vehicle", "ev", "electric vehicle", "ev charger", "customer with ev",
            "ev customer", "meter with ev")),
    (_CLASS, _PHASES, *PLACES), lambda table: table,
    lambda table, args: where(table, customer_class=args.customer_class),
    "Customers are meters with an active account.",
)  # fmt: skip
_CRITICAL: Final = NetworkCounts(
    "Critical customers", "assistant_critical_grouped",
    (_count("customers", "Critical customers", "critical customer", "critical", "priority customer", "critical load",
            "critical facility", "sensitive customer", "critical account"),),
    (ToolGroup("critical_kind", ("kind", "type", "category", "critical kind"), "Kind"), *PLACES,
     ToolGroup("customer_class", ("class", "customer class"), "Class")),
    lambda table: table, _critical, "Those with an active account.",
)  # fmt: skip
_DEVICES: Final = NetworkCounts(
    "Switching devices", "assistant_devices_grouped",
    (_count("devices", "Devices", "device", "number of device", "switching device", "switchgear"),),
    (ToolGroup("kind", ("kind", "type", "device type", "kind of device", "class"), "Kind"), *PLACES, _PHASES,
     ToolGroup("state", ("state", "status", "position"), "State"),
     ToolGroup("abnormal", ("normal position", "abnormal"), "Out of its normal position")),
    lambda table: table.append_column("state", pc.if_else(table["is_open"], "open", "closed")).append_column(
        "abnormal", table["is_abnormal"]),
    lambda table, args: where(table, kind=args.kind),
)  # fmt: skip
_LINES: Final = NetworkCounts(
    "Lines", "assistant_lines_grouped",
    (_count("length_km", "Length", "length", "km", "line length", "mile", "line km", "circuit length", "wire",
            unit="km", decimals=2),
     _count("sections", "Line sections", "line section", "segment", "number of line section", "section")),
    (ToolGroup("conductor", ("conductor", "wire", "wire size", "conductor type", "cable", "material"), "Conductor"),
     _PHASES,
     ToolGroup("laid", ("overhead or underground", "underground", "overhead", "construction", "kind"), "Laid"),
     ToolGroup("voltage", ("voltage", "voltage level", "kv"), "Voltage, kV", "voltage_kv"), *PLACES, *_AGES),
    _laid, lambda table, args: where(table, laid=args.laid),
    made_of={**_MADE_OF_YEAR, "laid": "is_underground"},
)  # fmt: skip


def _tool(
    name: str, counts: NetworkCounts, arguments: type[NetworkGrouped], subjects: tuple[str, ...], by: str,
    *choices: ToolChoice, examples: tuple[str, ...], words: tuple[str, ...] = (),
) -> Tool[Any]:  # fmt: skip
    return Tool(
        name, f"{counts.title} of a place counted by {by}.", arguments, counts.run, "ranking", subjects,
        counts.quantities, choices, groups=counts.groups, words=words, examples=examples,
    )  # fmt: skip


NETWORK_BY: Final[tuple[Tool[Any], ...]] = (
    _tool(
        "poles_grouped", _POLES, PolesCounted, ("pole",), "material, feeder, substation, decade or height",
        *(ToolChoice((one, f"{one} pole"), {"material": one}) for one in ("wood", "steel", "concrete", "composite")),
        examples=("poles by material",),
    ),
    _tool(
        "transformers_grouped", _TRANSFORMERS, TransformersCounted, ("transformer",),
        "size, kind, mounting, phases, feeder, substation or decade",
        ToolChoice(("overhead", "pole mounted", "pole top"), {"mounting": "pole"}),
        ToolChoice(("underground", "pad mounted", "padmount", "ground mounted"), {"mounting": "ground"}),
        examples=("transformers by size",),
    ),
    _tool(
        "customers_grouped", _METERS, MetersGrouped, ("customer", "meter", "account"),
        "class, phases, feeder or substation",
        *(ToolChoice((one, f"{one} customer", f"{one} account", *more), {"customer_class": one}) for one, more in (
            ("residential", ("home", "household")), ("commercial", ("business",)), ("industrial", ("factory",)))),
        examples=("customers by class", "solar by substation"),
    ),
    _tool(
        "critical_customers_grouped", _CRITICAL, CriticalGrouped, ("critical customer", "customer"),
        "kind, feeder or substation",
        ToolChoice(("life support", "medical baseline", "on life support"), {"kind": "life_support"}),
        *(ToolChoice((one,), {"kind": one}) for one in ("hospital", "school", "shelter", "telecom", "police")),
        ToolChoice(("nursing home",), {"kind": "nursing_home"}),
        ToolChoice(("water plant", "water"), {"kind": "water"}),
        ToolChoice(("fire station",), {"kind": "fire"}),
        words=("critical customer", "critical", "life support", "hospital", "nursing home", "school"),
        examples=("critical customers by kind", "life support customers by feeder"),
    ),
    _tool(
        "devices_grouped", _DEVICES, DevicesGrouped, ("device", "switching device"),
        "kind, state, feeder or substation",
        *(ToolChoice((one,), {"kind": one}) for one in
          ("breaker", "recloser", "sectionaliser", "fuse", "switch", "tie")),
        ToolChoice(("tie switch", "tie point", "normally open tie"), {"kind": "tie"}),
        words=("breaker", "recloser", "sectionaliser", "fuse", "switch", "tie"), examples=("devices by kind",),
    ),
    _tool(
        "lines_grouped", _LINES, LinesGrouped, ("line", "segment", "line section"),
        "conductor, phases, way of laying, voltage, feeder, substation or decade",
        ToolChoice(("overhead",), {"laid": "overhead"}), ToolChoice(("underground", "cable"), {"laid": "underground"}),
        words=("line", "conductor", "cable"), examples=("line length by conductor",),
    ),
)  # fmt: skip
