"""Feeders and substations ranked by what their heads measured in a period."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc

from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.periods import PeriodText
from app.assistant.results import ChartSpec, ToolResult
from app.assistant.rows import limited, ordered
from app.assistant.tools import PlaceText, RankedRows, Tool, ToolQuantity
from app.tabs.ami_analytics.tools.asked import YESTERDAY, AskedOver, asked_place, nothing_read, partly, sentences
from app.tabs.ami_analytics.tools.course import Basis
from app.tabs.ami_analytics.tools.covered import covered
from app.tabs.ami_analytics.tools.units import energy_column, power_column
from app.widgets.column import Column

Ranked = Literal["energy_kwh", "peak_kw", "mean_kw", "least_kw", "load_factor_pct"]
NOTE: Final = "Measured at the feeder heads (SCADA), net of what customers feed back."


class PlacesByLoad(RankedRows):
    """Which places, when, by what."""

    place: PlaceText = ""
    period: PeriodText = YESTERDAY
    by: Ranked = "energy_kwh"


_QUANTITIES: Final = (
    ToolQuantity(
        "energy_kwh",
        ("energy", "kwh", "mwh", "energy delivered", "consumption", "energy use", "usage", "throughput", "delivered",
         "energy consumed", "use",
         "take", "took", "deliver", "consume", "sent out", "energy sent out", "supplied",
         "energy supplied", "draw", "drew"),
        Column("energy_kwh", "Energy", "number", 0, "kWh"), "most",
    ),
    ToolQuantity(
        "peak_kw",
        ("peak", "peak load", "peak demand", "highest load", "max load", "maximum load", "maximum demand",
         "max demand", "peak kw", "top load", "highest demand", "top demand", "peak mw", "highest kw",
         "highest mw", "max kw", "biggest peak", "greatest demand", "peaked", "peak power", "load reach",
         "load reached"),
        Column("peak_kw", "Peak", "number", 0, "kW"), "most",
    ),
    ToolQuantity(
        "mean_kw", ("average load", "mean load", "avg load", "average demand",
         "average kw", "average mw", "average draw", "average power", "mean demand", "load on average",
         "averaging", "typical load"),
        Column("mean_kw", "Mean", "number", 0, "kW"), "most",
    ),
    ToolQuantity(
        "least_kw", ("minimum load", "min load", "lowest load", "least load", "base load",
         "valley", "valley load",
         "minimum kw", "min kw", "least kw", "smallest load", "light load",
         "lowest valley", "trough", "load dropped", "load fell"),
        Column("least_kw", "Least", "number", 0, "kW"), "least",
    ),
    ToolQuantity(
        "load_factor_pct", ("load factor",
         "lf", "average to peak", "ratio of average to peak", "average to peak ratio",
         "average over peak", "average load percent of peak", "average load over peak",
         "average to peak load", "average percent of peak"),
        Column("load_factor_pct", "Load factor", "share", 1), "least",
    ),
)  # fmt: skip


def feeders_by_load(context: ToolContext, args: PlacesByLoad) -> ToolResult:
    """Feeders of a place by a quantity."""
    return _ranked(context, args, "feeder")


def substations_by_load(context: ToolContext, args: PlacesByLoad) -> ToolResult:
    """Substations by a quantity."""
    return _ranked(context, args, "substation")


def _ranked(context: ToolContext, args: PlacesByLoad, kind: str) -> ToolResult:
    asked = asked_place(context, args.place, args.period)
    rows = loads_of_places(asked, kind, "heads")
    if not rows.num_rows:
        nothing_read(asked, "readings of feeder heads")
    newest: dt.datetime = pc.max(rows["newest_at"]).as_py()
    kept = limited(rows, args.by, args.above, args.below)
    days = covered(asked)
    told: dict[str, Any] = {
        "source": "both", "place": asked.words, "period": days.period, "as_of": newest,
        "note": sentences(NOTE, partly(asked, newest)),
    }  # fmt: skip
    if args.is_count:
        return result_of(context, f"{kind.capitalize()}s, counted", counted(kept), (HowMany,), **told)
    columns = _columns(kind, kept, args.by)
    title = columns[1].title.lower()
    columns = days.headed(columns, args.by, is_by_hour=True)
    chart = ChartSpec("bar", "place_name", (args.by,), columns[1].heading)
    rows = ordered(kept, args.by, args.order, args.n, ("place_name",))
    return result_of(
        context, f"{kind.capitalize()}s by {title}", rows, columns, chart=chart,
        goes=(asked.go("load"),), **told,
    )  # fmt: skip


def loads_of_places(asked: AskedOver, kind: str, basis: Basis) -> pa.Table:
    """Rows of assistant_places_by_load.sql: what the load of each feeder or substation of a place comes to.

    Args:
        asked: of which place, and when.
        kind: "feeder" or "substation".
        basis: by what.

    Raises:
        SourceError: the history does not answer.
    """
    return asked.context.history(
        "assistant_places_by_load", kind=kind, basis=basis, **asked.scope.binds, **asked.days, **asked.instants
    )


def _columns(kind: str, rows: pa.Table, by: str) -> tuple[Column, ...]:
    peak, energy = (pc.max(pc.abs(rows[name])).as_py() for name in ("peak_kw", "energy_kwh"))
    found = {
        "energy_kwh": energy_column("energy_kwh", "Energy", energy), "peak_kw": power_column("peak_kw", "Peak", peak),
        "peak_at": Column("peak_at", "Peak at", "time"), "mean_kw": power_column("mean_kw", "Mean", peak),
        "least_kw": power_column("least_kw", "Least", peak),
        "load_factor_pct": Column("load_factor_pct", "Load factor", "share", 1),
    }  # fmt: skip
    name = Column("place_name", kind.capitalize())
    return (name, found[by], *(column for key, column in found.items() if key != by))


FEEDERS_BY_LOAD: Final = Tool(
    "feeders_by_load_of_period",
    "Feeders ranked by energy, peak, mean or least load, or load factor over a period in the past, at their heads.",
    PlacesByLoad, feeders_by_load, "ranking", ("feeder",), _QUANTITIES,
    examples=("rank feeders by energy yesterday", "which feeder had the highest peak last week"),
)  # fmt: skip
SUBSTATIONS_BY_LOAD: Final = Tool(
    "substations_by_load_of_period",
    "Substations ranked by energy, peak, mean or least load, or load factor over a period in the past, at their feeder "
    "heads.",
    PlacesByLoad, substations_by_load, "ranking", ("substation",), _QUANTITIES,
    examples=("substations by energy yesterday",),
)  # fmt: skip
