"""Transformers by what their meters registered: one over a period, its course, and transformers of a place ranked."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import HowMany, result_of
from app.assistant.context import ToolContext
from app.assistant.groups import INTERVAL
from app.assistant.narrowing import compared, in_sentence, limit_words
from app.assistant.periods import PeriodText
from app.assistant.results import ChartSpec, ToolResult
from app.assistant.tools import MOST_COUNTED, EachPlace, NameText, PlaceText, RankedRows, Tool, ToolChoice, ToolQuantity
from app.tabs.ami_analytics.tools.asked import (
    YESTERDAY,
    AskedOver,
    asked_place,
    asked_thing,
    counted_by_place,
    nothing_read,
    partly,
    sentences,
)
from app.tabs.ami_analytics.tools.covered import DaysCovered, covered, local_days
from app.widgets.column import Column
from data_sources.history.scope import floats, instants

NOTE: Final = (
    "The sum of the transformer's customers' meters; loads are the means of whole hours, the root of net kWh and kvarh "
    "squared."
)
HOUR: Final = dt.timedelta(hours=1)
TransformerQuantity = Literal["peak_pct", "peak_kva", "energy_kwh", "received_kwh"]


class TransformerOverTime(BaseModel):
    """Which transformer, and when."""

    name: NameText
    period: PeriodText = YESTERDAY
    quantity: str = Field("", description="column asked for")


class TransformersBy(RankedRows):
    """Which transformers, when, by what."""

    place: PlaceText = ""
    period: PeriodText = YESTERDAY
    by: TransformerQuantity = "peak_pct"


_PEAK_PCT: Final = ToolQuantity(
    "peak_pct",
    ("peak loading", "peak load percent", "peak loading percent", "loading", "percent of rating", "load percent",
     "percent load",
     "peak percent", "peak of rating", "percent loading", "how loaded", "peak utilisation", "utilisation",
     "peak utilization", "utilization", "load", "percent",
         "highest percent of rating", "highest percent", "max percent",
         "top percent loading", "peak percent of rating", "max percent of rating"),
    Column("peak_pct", "Peak loading", "share", 1), "most",
)  # fmt: skip
_PEAK_KVA: Final = ToolQuantity(
    "peak_kva", ("peak kva", "peak load", "peak", "max kva", "highest kva", "peak demand", "maximum kva",
                 "highest load", "kva", "max load", "maximum load", "peak apparent power", "peak hourly load",
                 "highest hourly load",
         "top kva", "biggest kva", "largest kva", "kva demand", "largest kva demand",
         "kva carried", "most kva", "carried kva",
         "carry kva", "highest demand", "max demand", "maximum demand", "largest demand"),
    Column("peak_kva", "Peak", "number", 2, "kVA"), "most",
)  # fmt: skip
_ENERGY: Final = ToolQuantity(
    "energy_kwh", ("energy", "kwh", "energy delivered", "consumption", "throughput", "kwh through", "use", "usage",
                   "how many kwh", "energy through", "kwh went through", "went through", "kwh delivered",
         "kwh passed", "passed kwh", "passed", "energy passed", "kwh used", "electricity", "deliver", "delivered",
         "took", "drew"),
    Column("energy_kwh", "Energy", "number", 1, "kWh"), "most",
)  # fmt: skip
_RECEIVED: Final = ToolQuantity(
    "received_kwh", ("export", "exported", "fed back", "reverse energy", "solar export", "sent back", "backfeed",
                     "power fed back", "reverse power", "power export",
                     "reverse flow", "energy received",
         "energy fed back", "kwh fed back", "reverse kwh", "pushed back", "push back",
         "energy pushed back", "energy exported", "exported energy", "kwh exported", "solar fed back",
         "solar pushed back", "back fed", "fed back through", "energy sent back", "kwh sent back",
         "solar customer push back", "customer export", "export by customer"),
    Column("received_kwh", "Fed back", "number", 1, "kWh"), "most",
)  # fmt: skip
_ONE: Final = (
    replace(_PEAK_PCT, words=(*_PEAK_PCT.words, "highest loading", "max loading", "top loading",
                               "how overloaded", "most loaded")), _PEAK_KVA,
    ToolQuantity(
        "peak_at", ("when peak", "peak time", "time of peak", "what time peak", "peak hour", "when highest load",
                    "when peak load", "hour of peak", "when most loaded", "when did peak", "when highest hourly load",
                    "when peak hourly load",
         "when highest hour", "highest hour", "when max load", "when maximum load",
         "when most heavily loaded", "what hour most loaded", "hour of highest load",
         "when heaviest load", "when biggest load", "when highest loading", "when peak loading",
         "when highest demand", "time of highest load", "what time highest load", "time of max load",
         "when peak demand", "busiest hour"),
        Column("peak_at", "Peak hour from", "time"),
    ),
    ToolQuantity(
        "mean_kva", ("average load", "mean load", "mean kva", "average kva", "avg load",
         "carry on average", "carried on average", "average kva carried", "average demand",
         "kva on average", "average draw"),
        Column("mean_kva", "Mean", "number", 2, "kVA"),
    ),
    ToolQuantity(
        "mean_pct", ("average loading", "mean loading", "avg loading",
         "average percent of rating", "average percent", "loaded on average", "average loaded",
         "percent on average", "percent of rating on average", "average utilization",
         "average utilisation", "average load percent", "average percent loading", "loading on average",
         "mean utilization"),
        Column("mean_pct", "Mean loading", "share", 1),
    ),
    ToolQuantity(
        "hours_over", ("hour overloaded", "hour above rating", "hour over rating", "hour over 100",
                       "how long overloaded", "overload hour", "how many hour overloaded", "time overloaded",
                       "hour above 100",
         "hour exceeded rating", "hour exceeding rating", "hour beyond rating", "time above rating",
         "time over rating", "hour above nameplate", "hour over nameplate", "hour past rating",
         "how long above rating", "how long over rating", "number of hour above rating"),
        Column("hours_over", "Above rating", "count", unit="h"), "most",
    ),
    _ENERGY, _RECEIVED,
)  # fmt: skip
_LOADING: Final = ToolQuantity(
    "load_pct",
    ("load curve", "load profile", "loading over time", "load over time", "hourly load", "load history",
     "load chart", "loading history", "loading curve", "loading profile", "load trend", "load graph",
     "load by hour", "plot load",
         "plot loading", "chart loading", "graph loading", "loading chart", "loading graph",
         "hourly loading", "loading by hour", "loading hour by hour", "loaded hour by hour",
         "percent of rating chart", "chart percent of rating", "graph percent of rating",
         "loading trend", "hourly loading chart", "hourly loading graph", "load hour by hour",
         "chart load", "graph load", "percent of rating over time"),
    Column("load_pct", "Load of rating", "share", 1), "most",
)  # fmt: skip


def transformer_readings(context: ToolContext, args: TransformerOverTime) -> ToolResult:
    """What went through one transformer."""
    asked = asked_thing(context, args.name, "transformer", args.period)
    rows, newest = _hours(asked)
    days = _days(asked, rows)
    return result_of(
        context, f"Readings on transformer {asked.name}", _figures(rows),
        days.headed((*(one.column for one in _ONE), Column("rated_kva", "Rating", "number", 0, "kVA")), args.quantity),
        source="both", place=asked.words, period=days.period, as_of=newest, goes=(asked.go("load"),),
        note=sentences(NOTE, partly(asked, newest)),
    )  # fmt: skip


def transformer_load_curve(context: ToolContext, args: TransformerOverTime) -> ToolResult:
    """The load of one transformer, hour by hour."""
    asked = asked_thing(context, args.name, "transformer", args.period)
    rows, newest = _hours(asked)
    kept = rows.slice(max(0, rows.num_rows - context.max_rows))
    title = f"Load of transformer {asked.name}"
    return result_of(
        context, title, kept,
        (Column("hour_start_at", "From", "time"), _LOADING.column, Column("load_kva", "Load", "number", 2, "kVA"),
         Column("energy_kwh", "Energy", "number", 2, "kWh")),
        source="both", place=asked.words, period=_days(asked, rows).period, as_of=newest, goes=(asked.go("load"),),
        chart=ChartSpec("line", "hour_start_at", ("load_pct",), f"{title}, % of rating"),
        note=sentences(
            NOTE, f"The newest {kept.num_rows} hours." if kept.num_rows < rows.num_rows else "", partly(asked, newest)
        ),
    )  # fmt: skip


def transformers_by(context: ToolContext, args: TransformersBy) -> ToolResult:
    """Transformers of a place by their readings of a period."""
    asked = asked_place(context, args.place, args.period)
    above, below = compared(args.above, args.below)
    rows = context.history(
        "assistant_transformers_ranked", **asked.scope.binds, **asked.days, by=args.by, above=above,
        below=below, sign=1 if args.order == "most" else -1, n=1 if args.is_count else args.n,
    )  # fmt: skip
    if not rows.num_rows and not context.history(
        "ami_read_quality", **asked.scope.binds, **asked.days
    )["intervals_received"][0].as_py():  # fmt: skip
        nothing_read(asked)
    count = rows["how_many"][0].as_py() if rows.num_rows else 0
    column = {one.key: one.column for one in (_PEAK_PCT, _PEAK_KVA, _ENERGY, _RECEIVED)}[args.by]
    title = limit_words(column, args.above, args.below) or in_sentence(column.title)
    days = covered(asked)
    told: dict[str, Any] = {"source": "both", "place": asked.words, "period": days.period}
    if args.is_count:
        table = pa.table({"how_many": pa.array([count], pa.int64())})
        return result_of(
            context, f"Transformers counted by {title}", table, (HowMany,), note=f"{NOTE} By whole local days.", **told
        )
    columns = (
        Column("transformer_name", "Transformer"), column, Column("feeder_name", "Feeder"),
        *(one.column for one in (_PEAK_PCT, _PEAK_KVA, _ENERGY, _RECEIVED) if one.key != args.by),
        Column("rated_kva", "Rating", "number", 0, "kVA"),
    )  # fmt: skip
    return result_of(
        context, f"Transformers by {title}", rows, days.headed(columns, args.by), goes=(asked.go("load"),),
        note=sentences(NOTE, "By whole local days."), in_all=count, **told,
    )  # fmt: skip


def transformers_by_each(context: ToolContext, args: TransformersBy, kind: EachPlace) -> ToolResult | None:
    """How many there are of every feeder or substation of a place."""
    if not args.is_count:
        return None
    every = args.model_copy(update={"is_count": False, "n": MOST_COUNTED})
    found = transformers_by(replace(context, max_rows=MOST_COUNTED), every)
    return counted_by_place(asked_place(context, args.place, args.period), found, kind)


def _hours(asked: AskedOver) -> tuple[pa.Table, dt.datetime]:
    """The whole hours of a transformer, and where the newest ends.

    The energy of an hour that still runs, or whose last readings are on their way, would be told as the load of all of
    it: such an hour at the end is left out.

    Raises:
        NoAnswer: there are none.
    """
    binds: dict[str, Any] = {"transformer_id": asked.thing_id, **asked.days, **asked.instants}
    rows = asked.context.history("assistant_transformer_hours", **binds)
    if rows.num_rows and _is_running(rows):
        rows = rows.slice(0, rows.num_rows - 1)
    if not rows.num_rows:
        nothing_read(asked)
    return rows, rows["hour_start_at"][-1].as_py() + HOUR


def _is_running(rows: pa.Table) -> bool:
    """Whether the newest hour was read for a shorter time than the one before it, or than an hour of one meter."""
    minutes = rows["minutes_received"].to_numpy()
    return bool(minutes[-1] < (minutes[-2] if len(minutes) > 1 else 60))


def _days(asked: AskedOver, rows: pa.Table) -> DaysCovered:
    """Days with hours of the transformer."""
    return covered(asked, local_days(instants(rows["hour_start_at"]), asked.context.zone))


def _figures(rows: pa.Table) -> pa.Table:
    """One row: peak, mean and energy."""
    kva, pct = floats(rows["load_kva"]), floats(rows["load_pct"])
    peak = int(np.nanargmax(kva))
    energy, received = (float(np.nansum(floats(rows[name]))) for name in ("energy_kwh", "received_kwh"))
    row = {
        "peak_pct": _known(pct[peak]), "peak_kva": float(kva[peak]), "peak_at": rows["hour_start_at"][peak].as_py(),
        "mean_kva": float(np.nanmean(kva)), "mean_pct": _known(pct.mean()), "hours_over": int((pct > 100).sum()),
        "energy_kwh": energy, "received_kwh": received, "rated_kva": rows["rated_kva"][0].as_py(),
    }  # fmt: skip
    return pa.Table.from_pylist([row])


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


TRANSFORMER_READINGS: Final = Tool(
    "transformer_readings",
    "What went through one transformer over a period by its customers' meters: highest hour in kVA and % of rating and "
    "when, mean, hours above rating, energy.",
    TransformerOverTime, transformer_readings, "row", ("transformer",), _ONE,
    examples=("peak kVA on TX-0001-005 yesterday", "how many kWh went through TX-0003-020 yesterday"),
)  # fmt: skip
TRANSFORMER_LOAD_CURVE: Final = Tool(
    "transformer_load_curve", "The course of one transformer's load over a period, hour by hour, as a chart.",
    TransformerOverTime, transformer_load_curve, "series", ("transformer",), (_LOADING,),
    groups=(INTERVAL,), examples=("load curve of TX-0002-010 last week",),
)  # fmt: skip
TRANSFORMERS_BY: Final = Tool(
    "transformers_by_readings",
    "Transformers of the utility, a substation or a feeder ranked, listed or counted by their highest hour (% of "
    "rating or kVA) or energy over a period in the past, by their customers' meters.",
    TransformersBy, transformers_by, "ranking", ("transformer",), (_PEAK_PCT, _PEAK_KVA, _ENERGY, _RECEIVED),
    (
        ToolChoice(("overloaded", "overload", "above rating", "over rating", "over capacity", "above capacity",
                    "over nameplate", "overloading"),
                   {"by": "peak_pct", "above": 100}),
        ToolChoice(("backfeeding", "fed back", "reverse flow", "exporting", "exported", "power fed back",
                    "sent back"),
                   {"by": "received_kwh", "above": 0}),
    ),
    examples=("which transformers were overloaded yesterday",
              "how many transformers on feeder 3 went above 80 % yesterday"),
    each=transformers_by_each,
)  # fmt: skip
