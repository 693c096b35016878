"""Loads beside each other: two places over one period, and one place beside the same days before."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.naming import PLACES, asset_of
from app.assistant.periods import LocalSpan, PeriodText
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ChartSpec, NamedPlace, ToolResult
from app.assistant.tools import NameText, PlaceText, Tool, ToolChoice, ToolQuantity
from app.tabs.ami_analytics.tools.asked import (
    YESTERDAY,
    AskedOver,
    asked_place,
    over,
    partly,
    sentences,
)
from app.tabs.ami_analytics.tools.course import BY, LoadCourse, course_of
from app.tabs.ami_analytics.tools.covered import covered
from app.tabs.ami_analytics.tools.loads import BASES, BASIS, figures_table
from app.tabs.ami_analytics.tools.units import energy_column, power_column
from app.widgets.column import Column
from data_sources.analytics.loadshape import YEAR_DAYS, change_pct

Before = Literal["day", "week", "month", "year"]
BACK: Final[dict[str, int]] = {"day": 1, "week": 7, "month": 28, "year": YEAR_DAYS}
BACK_WORDS: Final = {
    "day": "the day before", "week": "a week before", "month": "four weeks before",
    "year": "the same weekdays a year before",
}  # fmt: skip
COMPARED: Final = ("energy_kwh", "peak_kw", "mean_kw", "least_kw", "load_factor_pct")


class TwoPlaces(BaseModel):
    """Which two, when, and what of them."""

    name: NameText
    other: NameText
    period: PeriodText = YESTERDAY
    quantity: Literal["energy_kwh", "peak_kw", "mean_kw", "least_kw", "load_factor_pct"] = "peak_kw"
    basis: Literal["heads", "meters"] = Field("heads", description=BASIS)


class BesideBefore(BaseModel):
    """Whose load, when, and beside what."""

    place: PlaceText = ""
    period: PeriodText = YESTERDAY
    before: Before = Field("year", description="how far back the other period lies; a year is 52 weeks, a month four")
    quantity: str = Field("", description="column asked for")
    basis: Literal["heads", "meters"] = Field("heads", description=BASIS)


_OF_TWO: Final = (
    ToolQuantity(
        "peak_kw", ("peak", "peak load", "peak demand", "highest load", "max load", "load", "demand"),
        Column("peak_kw", "Peak", "number", 0, "kW"), "most",
    ),
    ToolQuantity(
        "energy_kwh", ("energy", "kwh", "mwh", "consumption", "energy use", "usage", "use", "energy delivered"),
        Column("energy_kwh", "Energy", "number", 0, "kWh"), "most",
    ),
    ToolQuantity(
        "mean_kw", ("average load", "mean load", "avg load", "average demand"),
        Column("mean_kw", "Mean", "number", 0, "kW"), "most",
    ),
    ToolQuantity(
        "least_kw",
        ("minimum load", "min load", "lowest load", "base load", "lowest demand", "minimum demand", "min demand"),
        Column("least_kw", "Least", "number", 0, "kW"), "least",
    ),
    ToolQuantity("load_factor_pct", ("load factor",), Column("load_factor_pct", "Load factor", "share", 1), "least"),
)  # fmt: skip
BESIDE: Final = ("change", "changed", "compare", "compared", "comparison", "against", "versus", "vs", "difference",
                 "growth", "grown", "increase", "increased", "decrease", "decreased", "higher", "lower")  # fmt: skip


def _beside(*things: str) -> tuple[str, ...]:
    """Each thing with each word that sets it beside something."""
    return tuple(f"{thing} {word}" for thing in things for word in BESIDE)


_CHANGES: Final = (
    ToolQuantity(
        "energy_change_pct",
        (*_beside("energy", "consumption", "kwh", "mwh", "load", "demand", "use", "usage"), "load growth"),
        Column("energy_change_pct", "Change of energy", "share", 1),
    ),
    ToolQuantity(
        "peak_change_pct", _beside("peak", "peak load", "peak demand", "highest load", "max load", "maximum demand"),
        Column("peak_change_pct", "Change of peak", "share", 1),
    ),
    ToolQuantity(
        "load_factor_change", _beside("load factor"),
        Column("load_factor_change", "Change of load factor", "number", 1, "points"),
    ),
)  # fmt: skip
_BEFORE: Final = (
    ToolChoice(
        ("year before", "a year ago", "year ago", "year over year", "yoy", "same week last year", "same day last year",
         "year earlier", "previous year", "same time last year", "against last year", "than last year", "vs last year",
         "compared with last year", "compared to last year", "same period last year", "prior year"),
        {"before": "year"},
    ),
    ToolChoice(
        ("week before", "a week ago", "week earlier", "week over week", "previous week", "same day last week",
         "against last week", "than last week", "vs last week", "compared with last week", "compared to last week",
         "prior week"),
        {"before": "week"},
    ),
    ToolChoice(
        ("day before", "previous day", "day over day", "than the day before", "prior day", "day earlier"),
        {"before": "day"},
    ),
    ToolChoice(("four week before", "month over month", "4 week before", "month before"), {"before": "month"}),
)  # fmt: skip


def loads_compared(context: ToolContext, args: TwoPlaces) -> ToolResult:
    """Two places beside each other over a period."""
    both = [_named(context, name, args.period) for name in (args.name, args.other)]
    if both[0].words == both[1].words:
        raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"{both[0].words} can only be compared with another one.")
    courses = [course_of(one, args.basis) for one in both]
    table = pa.concat_tables([figures_table(one) for one in courses], promote_options="permissive")
    table = table.append_column("name", pa.array([one.name for one in both]))
    days = covered(both[0], frozenset.intersection(*(one.days for one in courses)))
    columns = days.headed(_columns(courses), args.quantity, is_by_hour=True)
    chosen = next(one for one in columns if one.key == args.quantity)
    at = min(one.newest_at for one in courses)
    return result_of(
        context, f"{both[0].words} and {both[1].words}, {BY[courses[0].basis]}", table,
        (Column("name", "Place"), chosen, *(one for one in columns if one is not chosen)), source="both",
        period=days.period, as_of=at, goes=tuple(one.go("load") for one in both),
        chart=ChartSpec("bar", "name", (args.quantity,), chosen.heading),
        note=sentences(*dict.fromkeys(one.note for one in courses), partly(both[0], at)),
    )  # fmt: skip


def load_beside_before(context: ToolContext, args: BesideBefore) -> ToolResult:
    """A load beside the same of some days before."""
    asked = asked_place(context, args.place, args.period)
    earlier = AskedOver(context, _back(asked.span, args.before), asked.kind, asked.thing_id, asked.name)
    course = course_of(asked, args.basis)
    before = course_of(earlier, course.basis)
    row = _row(course, before)
    energy, peak = max(course.net_kwh, before.net_kwh), float(max(course.load_kw.max(), before.load_kw.max()))
    columns = (
        Column("energy_change_pct", "Change of energy", "share", 1),
        energy_column("energy_kwh", "Energy", energy), energy_column("energy_before_kwh", "Energy before", energy),
        Column("peak_change_pct", "Change of peak", "share", 1), power_column("peak_kw", "Peak", peak),
        power_column("peak_before_kw", "Peak before", peak),
        Column("load_factor_pct", "Load factor", "share", 1),
        Column("load_factor_before_pct", "Load factor before", "share", 1),
        Column("load_factor_change", "Change of load factor", "number", 1, "points"),
    )  # fmt: skip
    return result_of(
        context, f"Load of {asked.of} beside {BACK_WORDS[args.before]}, {BY[course.basis]}",
        pa.Table.from_pylist([row]), columns, source="both", place=asked.words,
        period=f"{covered(asked, course.days).period} beside {covered(earlier, before.days).period}",
        as_of=course.newest_at, goes=(asked.go("years"),),
        note=sentences(course.note, _uneven(course, before), partly(asked, course.newest_at)),
    )  # fmt: skip


def _named(context: ToolContext, name: str, period: str) -> AskedOver:
    asset = asset_of(context, name, PLACES)
    return over(context, NamedPlace(asset.kind, asset.asset_id, asset.name), period)  # type: ignore[arg-type]  # one of PLACES


def _back(span: LocalSpan, before: Before) -> LocalSpan:
    """The same days and times of the clock, earlier."""
    back = dt.timedelta(days=BACK[before])
    first, end = span.from_at - back, span.to_at - back
    return LocalSpan(first, end, f"{first:%Y-%m-%d}..{end - dt.timedelta(microseconds=1):%Y-%m-%d}")


def _columns(courses: list[LoadCourse]) -> tuple[Column, ...]:
    peak = float(max(np.abs(one.load_kw).max() for one in courses))
    energy = max(one.delivered_kwh for one in courses)
    return (
        power_column("peak_kw", "Peak", peak), Column("peak_at", "Peak at", "time"),
        energy_column("energy_kwh", "Energy", energy), power_column("mean_kw", "Mean", peak),
        power_column("least_kw", "Least", peak), Column("load_factor_pct", "Load factor", "share", 1),
    )  # fmt: skip


def _row(course: LoadCourse, before: LoadCourse) -> dict[str, Any]:
    peaks = [float(one.load_kw[one.peak]) for one in (course, before)]
    factors = [one.load_factor_pct for one in (course, before)]
    return {
        "energy_change_pct": change_pct(course.net_kwh, before.net_kwh), "energy_kwh": course.net_kwh,
        "energy_before_kwh": before.net_kwh, "peak_change_pct": change_pct(*peaks), "peak_kw": peaks[0],
        "peak_before_kw": peaks[1], "load_factor_pct": factors[0], "load_factor_before_pct": factors[1],
        "load_factor_change": None if None in factors else factors[0] - factors[1],  # type: ignore[operator]
    }  # fmt: skip


def _uneven(course: LoadCourse, before: LoadCourse) -> str:
    """A sentence where one of the two was read for less of the time."""
    hours = [len(one.load_kw) * one.minutes / 60 for one in (course, before)]
    if abs(hours[0] - hours[1]) <= 0.02 * max(hours):
        return ""
    return f"Not the same length was read: {hours[0]:.0f} h beside {hours[1]:.0f} h, so energies do not compare."


LOADS_COMPARED: Final = Tool(
    "loads_compared",
    "Two substations or feeders beside each other over a period: peak, energy, mean and least load, load factor.",
    TwoPlaces, loads_compared, "compare", ("feeder", "substation"), _OF_TWO, BASES,
    words=("compare", "comparison", "versus", "vs", "against", "difference", "beside", "side by side"),
    examples=("compare the peak of feeder 1 and feeder 2 yesterday",),
)  # fmt: skip
LOAD_BESIDE_BEFORE: Final = Tool(
    "load_beside_before",
    "The load of the utility, a substation or a feeder over a period beside the same days a year, four weeks, a "
    "week or "
    "a day before: change of energy, peak and load factor.",
    BesideBefore, load_beside_before, "study", ("feeder", "substation", "system", "utility"), _CHANGES,
    (*_BEFORE, *BASES),
    words=("compare with the year before", "compare with the week before"),
    examples=("energy yesterday against the week before", "peak of F0002 last week compared with a year ago"),
)  # fmt: skip
