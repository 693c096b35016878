"""The load of a place over a period: what it comes to, its course, and how long it was how high."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, Literal, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field, model_validator

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.groups import INTERVAL
from app.assistant.periods import MomentText, PeriodText, is_moment
from app.assistant.results import ChartSpec, ToolResult
from app.assistant.tools import EachPlace, PlaceText, Tool, ToolChoice, ToolQuantity
from app.tabs.ami_analytics.tools.asked import YESTERDAY, AskedOver, asked_place, nothing_read, partly, sentences
from app.tabs.ami_analytics.tools.course import BY, RECKONED, Basis, LoadCourse, course_of
from app.tabs.ami_analytics.tools.covered import covered, ever
from app.tabs.ami_analytics.tools.forecast import ForecastOf, forecast_peak, is_ahead, load_forecast
from app.tabs.ami_analytics.tools.load_ranks import loads_of_places
from app.tabs.ami_analytics.tools.units import energy_column, power_column
from app.widgets.column import Column
from data_sources.history.scope import times

BASIS: Final = "by the feeder heads (SCADA), or by the customers' meters"
BASES: Final = (
    ToolChoice(
        ("metered", "according to the meter", "from ami", "ami", "meter sum", "sum of the meter", "measured by meter",
         "customer meter", "sold", "billed", "energy sold", "energy billed", "meter register", "registered by meter"),
        {"basis": "meters"},
    ),
    ToolChoice(
        ("at the head", "feeder head", "by scada", "scada", "substation breaker", "at the breaker", "head reading"),
        {"basis": "heads"},
    ),
)  # fmt: skip


class LoadOver(BaseModel):
    """Whose load, and when."""

    place: PlaceText = ""
    period: MomentText = YESTERDAY
    quantity: str = Field("", description="column asked for")
    basis: Literal["heads", "meters"] = Field("heads", description=BASIS)


EVER: Final = ToolChoice(("ever", "record peak", "peak record", "record high", "record load"), {"is_ever": True})
SAMPLED: Final = frozenset(("", "peak_kw", "peak_at", "mean_kw", "least_kw", "least_at"))
SAMPLED_HOURS: Final = 48


class LoadSums(LoadOver):
    """The same; peak, least and mean of the utility today or in the last hours its own samples tell, and sooner.

    An energy they do not tell: that is of the readings, as far as they reach.
    """

    is_ever: bool = Field(False, description="of all the time that readings are kept, instead of a period")

    @model_validator(mode="after")
    def _is_not_sampled(self) -> Self:
        if (
            not self.is_ever
            and not self.place
            and self.basis == "heads"
            and self.quantity in SAMPLED
            and _is_sampled(self.period)
        ):
            raise ValueError(
                "The load of the whole utility of today and of the last hours is told by its own samples: ask for the "
                "system's peak, average or lowest load"
            )
        return self


def _is_sampled(period: str) -> bool:
    """Whether the samples of the system reach back over a period."""
    hours = re.fullmatch(r"last_(\d+)_hours", period)
    return period == "today" or (hours is not None and int(hours[1]) <= SAMPLED_HOURS)


LOAD_OF: Final = (
    ToolQuantity(
        "peak_kw",
        ("peak", "peak load", "peak demand", "peak kw", "peak mw", "highest load", "highest demand", "max load",
         "maximum load", "max demand", "maximum demand", "top load", "biggest load", "greatest load", "load peak",
         "peak power", "coincident peak", "high load", "how high load", "max kw", "max mw",
         "top demand", "biggest demand", "greatest demand", "highest kw", "highest mw", "top kw",
         "largest load", "largest demand", "most load", "how high demand", "heaviest load"),
        Column("peak_kw", "Peak", "number", 0, "kW"), "most",
    ),
    ToolQuantity(
        "peak_at",
        ("when peak", "time of peak", "peak time", "what time peak", "peak hour", "when highest load",
         "when max load", "when maximum load", "what time highest load", "at what time peak", "hour of peak",
         "when peak load", "when maximum demand", "when did peak", "time of the highest load", "when load highest",
         "when highest demand", "what time highest demand", "when max demand", "time of max demand",
         "time of maximum demand", "hour of highest load", "hour of highest demand",
         "hour of maximum load", "when top load", "when greatest load", "when heaviest load",
         "when biggest load", "busiest hour"),
        Column("peak_at", "Peak at", "time"),
    ),
    ToolQuantity(
        "mean_kw",
        ("average load", "mean load", "avg load", "average demand", "mean demand", "typical load", "avg demand",
         "average kw", "average mw", "load on average",
         "average draw", "draw on average", "drew on average", "carry on average", "carried on average",
         "average power", "demand on average"),
        Column("mean_kw", "Mean", "number", 0, "kW"), "most",
    ),
    ToolQuantity(
        "least_kw",
        ("min load", "minimum load", "lowest load", "least load", "minimum demand", "lowest demand", "valley load",
         "base load", "off peak load", "smallest load", "min demand", "light load", "low load", "night load",
         "valley", "lowest kw", "lowest mw", "least demand", "minimum kw", "light demand",
         "smallest demand", "valley demand", "trough", "least kw",
         "bottom load"),
        Column("least_kw", "Least", "number", 0, "kW"), "least",
    ),
    ToolQuantity(
        "least_at",
        ("when lowest load", "when minimum load", "when min load", "time of minimum load", "time of the lowest load",
         "what time lowest load", "when least load", "when was load lowest",
         "when lowest demand", "what time lowest demand", "time of lowest demand", "when minimum demand",
         "time of minimum demand", "hour of minimum load", "hour of lowest load",
         "hour of lowest demand", "when least demand", "when lightest load", "lightest hour", "quietest hour",
         "when valley", "when load least", "time of least load",
         "hour of least load"),
        Column("least_at", "Least at", "time"),
    ),
    ToolQuantity(
        "energy_kwh",
        ("energy", "kwh", "mwh", "gwh", "energy delivered", "kwh delivered", "mwh delivered", "delivered",
         "deliver", "how much energy", "electricity", "energy supplied", "energy use", "energy sent out",
         "throughput", "consumption", "energy consumed", "sent out", "sendout", "mwh supplied", "use", "usage",
         "consume", "energy taken", "take", "took", "energy take", "energy took", "draw", "drew", "energy served",
         "volume of energy", "units delivered",
         "send out", "sending out"),
        Column("energy_kwh", "Energy", "number", 0, "kWh"), "most",
    ),
    ToolQuantity(
        "received_kwh",
        ("energy received", "exported", "export", "fed back", "feed back", "back fed", "solar export",
         "energy from customer", "received from customer", "solar energy", "customer generation", "backfeed",
         "reverse energy", "fed in", "exported energy", "kwh exported", "pv export", "rooftop solar export",
         "exported solar", "reverse power", "reverse flow", "power fed back", "power export",
         "export solar", "exported pv", "exported most solar", "solar sent back", "solar fed back",
         "kwh fed in", "kwh fed into grid", "energy fed into grid", "exported by customer", "customer export",
         "customer exported", "pushed back", "push back", "energy pushed back",
         "kwh received from customer", "back fed energy", "energy fed back", "energy back fed",
         "reverse kwh", "sent back", "kwh sent back", "kwh fed back", "kwh pushed back",
         "customer sent back", "energy sent back"),
        Column("received_kwh", "Received from customers", "number", 0, "kWh"),
    ),
    ToolQuantity(
        "power_factor", ("power factor", "pf", "cos phi", "average power factor",
         "real to apparent power", "ratio of real to apparent power", "ratio of kw to kva"),
        Column("power_factor", "Power factor", "number", 3), "least",
    ),
    ToolQuantity(
        "load_factor_pct", ("load factor", "load factor percent", "mean over peak", "lf",
         "average to peak", "average load to peak", "ratio of average to peak", "average to peak ratio",
         "average load percent of peak", "average load as percent of peak",
         "ratio of average to peak load", "average over peak", "average load over peak",
         "average percent of peak", "average demand percent of peak", "average to peak load",
         "average load to peak load"),
        Column("load_factor_pct", "Load factor", "share", 1),
        "least",
    ),
)  # fmt: skip


def load_of_period(context: ToolContext, args: LoadSums) -> ToolResult:
    """What a load comes to: peak and when, mean, least, energy, load factor; as forecast, where it is still to come."""
    if is_ahead(context, args.period):
        return forecast_peak(context, ForecastOf(place=args.place, period=args.period))
    asked = asked_place(context, args.place, ever(context) if args.is_ever else args.period)
    basis: Basis = "meters" if args.quantity == "received_kwh" else args.basis
    course = course_of(asked, basis)
    if is_moment(args.period):
        return load_at(asked, course)
    days = covered(asked, course.days)
    return result_of(
        context, f"Load of {asked.of}, {BY[course.basis]}", figures_table(course),
        days.headed(figures_columns(course), args.quantity, is_by_hour=True), source="both",
        place=asked.words, period=days.period, as_of=course.newest_at, goes=(asked.go("load"),),
        note=sentences(course.note, partly(asked, course.newest_at)),
    )  # fmt: skip


def load_of_each(context: ToolContext, args: LoadSums, kind: EachPlace) -> ToolResult | None:
    """What the load of every feeder or substation of a place comes to; what is still to come is forecast one by one."""
    if is_ahead(context, args.period) or is_moment(args.period):
        return None
    asked = asked_place(context, args.place, ever(context) if args.is_ever else args.period)
    basis: Basis = "meters" if args.quantity == "received_kwh" else args.basis
    rows = loads_of_places(asked, kind, basis)
    if not rows.num_rows:
        nothing_read(asked)
    newest: dt.datetime = pc.max(rows["newest_at"]).as_py()
    peak, energy, received = (pc.max(pc.abs(rows[key])).as_py() for key in ("peak_kw", "energy_kwh", "received_kwh"))
    days = covered(asked)
    return result_of(
        context, f"Load by {kind}, {BY[basis]}", rows.rename_columns({"place_name": "name"}),
        days.headed(_figures_columns(peak, energy, received), args.quantity, is_by_hour=True), source="both",
        place=asked.words, period=days.period, as_of=newest, goes=(asked.go("load"),),
        note=sentences(f"{RECKONED[basis]}.", partly(asked, newest)),
    )  # fmt: skip


def load_curve(context: ToolContext, args: LoadOver) -> ToolResult:
    """The load of a place, interval by interval; hour by hour as forecast, where it is still to come."""
    if is_ahead(context, args.period):
        return load_forecast(context, ForecastOf(place=args.place, period=args.period))
    asked = asked_place(context, args.place, args.period)
    course = course_of(asked, args.basis)
    return load_at(asked, course) if is_moment(args.period) else curve_of(asked, course, f"Load of {asked.of}")


def load_at(asked: AskedOver, course: LoadCourse) -> ToolResult:
    """The load of the quarter of an hour that a moment lies in: one row, `load_kw`."""
    column = power_column("load_kw", "Load", float(np.abs(course.load_kw).max()))
    return result_of(
        asked.context, f"Load of {asked.of}, {BY[course.basis]}", pa.table({"load_kw": course.load_kw[:1]}), (column,),
        source="both", place=asked.words, period=asked.span.words, as_of=course.newest_at, goes=(asked.go("load"),),
        note=course.note,
    )  # fmt: skip


def curve_of(asked: AskedOver, course: LoadCourse, title: str, view: str = "load") -> ToolResult:
    """A load over time, in as many points as a table shows; each the highest of its intervals, where there are more."""
    column = power_column("load_kw", "Load", float(np.abs(course.load_kw).max()))
    step = max(1, -(-len(course.load_kw) // asked.context.max_rows))
    table = _thinned(course, step)
    named = asked.kind in ("transformer", "meter")
    note = f"Each point is the highest of {step} intervals." if step > 1 else ""
    return result_of(
        asked.context, title if named else f"{title}, {BY[course.basis]}", table,
        (Column("start_at", "From", "time"), column),
        source="both", place=asked.words, period=covered(asked, course.days).period, as_of=course.newest_at,
        goes=(asked.go(view),),
        chart=ChartSpec("line", "start_at", ("load_kw",), f"{title}, {column.unit}"),
        note=sentences(course.note, note, partly(asked, course.newest_at)),
    )  # fmt: skip


def _thinned(course: LoadCourse, step: int) -> pa.Table:
    if step == 1:
        return course.table()
    starts = np.arange(0, len(course.load_kw), step)
    return pa.table(
        {"start_at": times(course.start_at[starts]), "load_kw": np.maximum.reduceat(course.load_kw, starts)}
    )


def figures_table(course: LoadCourse) -> pa.Table:
    """One row: what a load comes to."""
    at, kw = times(course.start_at), course.load_kw
    received = course.received_kwh
    return pa.table(
        {
            "peak_kw": [float(kw[course.peak])], "peak_at": at.slice(course.peak, 1), "mean_kw": [float(kw.mean())],
            "least_kw": [float(kw[course.least])], "least_at": at.slice(course.least, 1),
            "energy_kwh": [course.delivered_kwh],
            "received_kwh": pa.array([received if np.isfinite(received) else None], pa.float64()),
            "load_factor_pct": pa.array([course.load_factor_pct], pa.float64()),
            "power_factor": pa.array([course.power_factor], pa.float64()),
        }
    )  # fmt: skip


def figures_columns(course: LoadCourse) -> tuple[Column, ...]:
    """Its columns, in the units that read best."""
    received = course.received_kwh if course.basis == "meters" else None
    return _figures_columns(float(np.abs(course.load_kw).max()), course.delivered_kwh, received)


def _figures_columns(peak: float | None, energy: float | None, received: float | None) -> tuple[Column, ...]:
    """In the units of the largest ones; none of what was received where that is not told apart."""
    back = () if received is None else (energy_column("received_kwh", "Received from customers", received),)
    return (
        power_column("peak_kw", "Peak", peak), Column("peak_at", "Peak at", "time"),
        power_column("mean_kw", "Mean", peak), power_column("least_kw", "Least", peak),
        Column("least_at", "Least at", "time"), energy_column("energy_kwh", "Energy delivered", energy), *back,
        Column("load_factor_pct", "Load factor", "share", 1, tip="Mean over peak of the intervals"),
        Column("power_factor", "Power factor", "number", 3, tip="From the sums of kWh and kvarh"),
    )  # fmt: skip


LOAD_OF_PERIOD: Final = Tool(
    "load_of_period",
    "Load of the utility, a substation or a feeder over a period in the past: peak and when it was, mean, least, "
    "energy delivered, energy received from customers, load factor, power factor; by the feeder heads or by the "
    "meters.",
    LoadSums, load_of_period, "row", ("feeder", "substation", "system", "utility", "place", "system wide"), LOAD_OF,
    (*BASES, EVER), words=("load", "demand", "how much load"),
    opens=3, examples=(
        "peak load on F0002 yesterday", "when did feeder 7 peak yesterday", "how many MWh did we deliver yesterday",
        "load factor of feeder 5 last week",
    ),
    each=load_of_each,
)  # fmt: skip
LOAD_CURVE: Final = Tool(
    "load_curve",
    "The course of the load of the utility, a substation or a feeder over a period in the past, interval by interval, "
    "as a chart.",
    LoadOver, load_curve, "series", ("feeder", "substation", "system", "utility", "place"),
    (
        ToolQuantity(
            "load_kw",
            ("load", "demand", "load curve", "load profile", "load chart", "load graph", "load shape",
             "load history", "load over time", "load by hour", "hourly load", "demand curve", "load trend",
             "course of load", "kw over time", "power over time", "plot load", "chart load", "graph load",
         "kw chart", "chart kw", "graph kw", "plot kw", "kw graph", "demand chart", "chart demand",
         "graph demand", "plot demand", "demand graph", "demand trend", "demand profile", "kw trend",
         "demand over time", "demand by hour", "demand history", "hourly demand", "mw chart", "chart mw",
         "load went over", "load hour by hour", "demand hour by hour", "load course",
         "load ran over time"),
            Column("load_kw", "Load", "number", 0, "kW"), "most",
        ),
    ), BASES,
    groups=(INTERVAL,), examples=("load of feeder 2 yesterday", "load curve of SUB-001 last week"),
)  # fmt: skip


class LoadDuration(BaseModel):
    """Whose load, and when."""

    place: PlaceText = ""
    period: PeriodText = "last_7_days"
    quantity: str = Field("", description="column asked for")
    basis: Literal["heads", "meters"] = Field("heads", description=BASIS)


def load_duration(context: ToolContext, args: LoadDuration) -> ToolResult:
    """For which share of a period a load was at least how high, percent by percent."""
    asked = asked_place(context, args.place, args.period)
    course = course_of(asked, args.basis)
    shares = np.arange(101.0)
    kw = np.quantile(course.load_kw, 1.0 - shares / 100.0, method="inverted_cdf")
    column = power_column("load_kw", "At least", float(np.abs(kw).max()))
    hours = len(course.load_kw) * course.minutes / 60.0
    table = pa.table({"share_pct": shares, "load_kw": kw, "hours": shares * hours / 100.0})
    title = f"Load duration of {asked.of}"
    return result_of(
        context, f"{title}, {BY[course.basis]}", table,
        (Column("share_pct", "Share of the time", "share", 0), column, Column("hours", "Hours", "number", 1, "h")),
        source="both", place=asked.words, period=covered(asked, course.days).period, as_of=course.newest_at,
        goes=(asked.go("load"),), chart=ChartSpec("line", "share_pct", ("load_kw",), f"{title}, {column.unit}"),
        note=sentences(course.note, partly(asked, course.newest_at)),
    )  # fmt: skip


LOAD_DURATION: Final = Tool(
    "load_duration",
    "Load duration of the utility, a substation or a feeder over a period: for which share of the time the load was at "
    "least how high, as a chart.",
    LoadDuration, load_duration, "series", ("feeder", "substation", "system", "utility"),
    (
        ToolQuantity(
            "load_kw", ("load duration", "duration curve", "load duration curve", "ldc", "duration of load",
         "duration of demand", "demand duration", "demand duration curve", "duration curve of demand",
         "percent of time load", "percent of hour load at least", "percent of time above each load",
         "load duration chart", "each load level"),
            Column("load_kw", "At least", "number", 0, "kW"), "most",
        ),
    ), BASES,
    examples=("load duration curve of feeder 3 last week",),
)  # fmt: skip
