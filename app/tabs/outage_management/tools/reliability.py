"""Indices of IEEE Std 1366 of a place and period, as the Reliability view has them; feeders, months, days by them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.groups import MONTH
from app.assistant.naming import place_of, told_place
from app.assistant.periods import LocalSpan, PeriodText
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import MOST_ROWS, ChartSpec, NamedPlace, ToolResult
from app.assistant.rows import limited, ordered
from app.assistant.tools import EachPlace, Order, PlaceText, RankedRows, Rows, Tool, ToolChoice, ToolQuantity
from app.tabs.outage_management.tools.recorded import record_of, span_on_record
from app.tabs.outage_management.tools.words import view_go
from app.widgets.column import Column
from data_sources.analytics.reliability.indices import ReliabilityIndices
from data_sources.analytics.reliability.interruptions import Floats
from data_sources.analytics.reliability.parts import ALL_IN, LOSS_OF_SUPPLY, PLANNED, WITHOUT_MAJOR
from data_sources.history.reliability import (
    PeriodIndices,
    ReliabilityPeriod,
    ReliabilityRecord,
    days_of_saidi,
    period_indices,
)
from data_sources.history.reliability_groups import by_group, indices_by_place

Part = Literal["all_in", "without_major"]
PART: Any = Field("all_in", description="all_in: all days; without_major: without major event days (2.5 beta)")
PARTS: Final = (
    ToolChoice(
        ("without major event day", "excluding major event day", "without med", "excluding med", "excl med",
            "med excluded",
         "normalised", "normalized", "without storm day", "major event excluded", "without major event"),
        {"part": "without_major"},
    ),
    ToolChoice(
        ("all in", "with major event day", "including major event day", "with med",
            "including med"), {"part": "all_in"}
    ),
)  # fmt: skip
_OF_CUSTOMERS: Final = tuple(
    Column(key, title, "number", 2, "%")
    for key, title in (("cemi_3_pct", "CEMI-3"), ("cemi_5_pct", "CEMI-5"), ("celid_8_pct", "CELID-8"))
)
IndexPart = Literal["all_in", "without_major", "without_planned", "planned", "without_loss_of_supply"]
OF_INDICES: Final = (
    *PARTS,
    ToolChoice(
        ("without planned", "without planned outage", "without planned interruption", "unplanned", "unplanned outage",
         "without scheduled", "without scheduled outage", "planned excluded", "without planned work"),
        {"part": "without_planned"},
    ),
    ToolChoice(
        ("planned outage only", "planned only", "from planned outage", "due to planned outage", "of planned outage",
         "from planned work", "planned"),
        {"part": "planned"},
    ),
    ToolChoice(
        ("without loss of supply", "without transmission loss", "loss of supply excluded"),
        {"part": "without_loss_of_supply"},
    ),
)  # fmt: skip
EPOCH: Final = dt.date(1970, 1, 1)


class IndicesOf(BaseModel):
    """Which indices."""

    period: PeriodText = "this_year"
    place: PlaceText = ""
    part: IndexPart = Field(
        "all_in",
        description="all_in: all days; without_major: without major event days (2.5 beta); planned: planned "
        "interruptions alone; without_planned, without_loss_of_supply: all days but for these",
    )
    is_compared: bool = Field(False, description="with those of the same days a year before")
    quantity: str = ""


class FeedersByIndex(RankedRows):
    """Which feeders."""

    period: PeriodText = "this_year"
    place: PlaceText = ""
    part: Part = PART
    by: str = "saidi_minutes"


class CausesByIndex(BaseModel):
    """Which causes, by what."""

    period: PeriodText = "this_year"
    place: PlaceText = ""
    by: str = "saidi_minutes"
    order: Order = "most"
    n: Rows = MOST_ROWS


class MonthsOfIndices(BaseModel):
    """Which months."""

    period: PeriodText = "this_year"
    place: PlaceText = ""
    quantity: str = "saidi_minutes"


class MajorDays(BaseModel):
    """Which major event days."""

    period: PeriodText
    is_count: bool = False


_INDICES: Final = (
    ToolQuantity("saidi_minutes", ("saidi", "saidi minute", "add saidi", "add saidi minute", "saidi contribution",
        "duration index", "system average interruption duration", "system average interruption duration index",
        "average interruption duration system", "interruption duration index", "contribute saidi",
        "contribution saidi", "minute without power per customer"), Column("saidi_minutes", "SAIDI",
        "number", 1, "min"), "most"),
    ToolQuantity("saifi", ("saifi", "interruption frequency", "interruption frequency index",
        "system average interruption frequency", "system average interruption frequency index", "frequency index",
        "often average customer interrupted", "average customer interrupted often",
        "customer interrupted frequent average", "interrupted frequent average",
        "interrupted most frequent on average", "saifi contribution", "contribution saifi",
        "average interruption per customer", "average number of interruption per customer",
        "how often average customer interrupted", "interruption per customer"), Column("saifi", "SAIFI",
        "number", 3), "most"),
    ToolQuantity("caidi_minutes", ("caidi", "customer average interruption duration",
        "customer average interruption duration index", "customer average duration",
        "average restoration time index", "restoration time index", "average restoration time caidi",
        "average duration per interrupted customer", "average restoration time interrupted customer",
        "average restoration time per interrupted customer", "restoration take long per customer",
        "restoration long per customer interruption", "restoration take long per customer interruption",
        "restoration take longest", "average interruption duration customer", "customer wait average caidi",
        "once off wait average caidi", "restoration index", "duration per customer interruption",
                    "average restoration time per customer"), Column("caidi_minutes",
        "CAIDI", "number", 1, "min"), "most"),
    ToolQuantity("asai_pct", ("asai", "percent of time customer power", "percent time customer have power",
        "percent time power", "availability index", "average service availability index", "percent time with power",
        "service availability percent", "availability", "service availability", "how available",
        "supply available"),
        Column("asai_pct", "ASAI", "number",
        4, "%"), "least"),
    ToolQuantity("maifi", ("maifi", "short interruption per customer", "average customer momentary interruption",
        "momentary interruption average customer", "short momentary interruption per customer",
        "momentary interruption average", "momentary average interruption frequency",
        "momentary average interruption frequency index", "average momentary interruption",
        "momentary interruption index", "momentary interruption per customer"), Column("maifi", "MAIFI",
        "number", 3),
        "most"),
    ToolQuantity("maifi_e", ("maifie", "momentary interruption event per customer", "momentary event index",
        "momentary event index maifi e", "momentary average interruption event frequency",
        "momentary average interruption event frequency index", "momentary interruption event", "momentary event",
        "momentary interruption event frequency", "event index momentary", "maifi e",
        "momentary event per customer"), Column("maifi_e", "MAIFI E",
        "number", 3), "most"),
    ToolQuantity(
        "customer_minutes", ("customer minute", "customer minute reliability", "reliability customer minute",
            "reliability figure customer minute", "customer minute per interruption",
            "reliability customer minute interruption", "cmi reliability", "cmi reliability figure",
            "customer minute interrupted", "customer minute lost", "cmi",
        "customer minute of outage",
         "customer minute of interruption", "customer outage minute", "customer interruption minute",
         "outage customer minute"),
        Column("customer_minutes", "Customer minutes interrupted", "number", 0, "min"), "most",
    ),
    ToolQuantity(
        "customer_hours", ("customer hour", "customer hour interrupted", "customer hour lost",
        "customer hour of outage",
         "customer hour of interruption", "customer outage hour"),
        Column("customer_hours", "Customer hours interrupted", "number", 0, "h"), "most",
    ),
    ToolQuantity(
        "interruptions", ("customer interruption", "sustained customer interruption",
            "sustained interruption of customer"),
        Column("interruptions", "Customer interruptions", "count"), "most",
    ),
    ToolQuantity(
        "momentary_interruptions", ("momentary customer interruption", "momentary customer", "customer momentary",
            "momentary customer total",
            "customer momentary interruption", "momentary interruption of customer", "short customer interruption",
            "momentary interruption customer total", "short interruption of customer", "customer blink",
            ),
        Column("momentary_interruptions", "Momentary customer interruptions", "count"), "most",
    ),
)  # fmt: skip
_FEEDERS: Final = (
    *(_INDICES[place] for place in (0, 1, 2, 5)), _INDICES[6],
    ToolQuantity("customer_interruptions", _INDICES[8].words, Column("customer_interruptions",
        "Customer interruptions", "count"), "most"),
    ToolQuantity("sustained_outages", ("sustained outage", "outage over five minute", "outage over 5 minute",
        "number of outage over five minute", "sustained outage count", "sustained outage number",
        ), Column("sustained_outages", "Sustained outages",
        "count"), "most"),
)  # fmt: skip


_CAUSES: Final = (
    _INDICES[0], _INDICES[1], _INDICES[2], _FEEDERS[4],
    ToolQuantity("customer_interruptions", _FEEDERS[5].words, _FEEDERS[5].column, "most"),
    ToolQuantity("minutes_share_pct", ("share of saidi", "percent of customer minute", "percent customer minute",
        "percent of customer minute by cause", "percent customer minute interrupted", "percent of saidi",
        "percent customer minute go", "customer minute goes percent", "customer minute split percent",
        "contribution percent customer minute", "share of customer minute"),
        Column("minutes_share_pct", "Share of customer minutes", "number", 1, "%"), "most"),
)  # fmt: skip


def days_of(span: LocalSpan) -> ReliabilityPeriod:
    """The local days that a period touches."""
    return ReliabilityPeriod(span.first_day, span.end_day)


_WHICH: Final = {
    "all_in": "All days, planned interruptions and loss of supply included",
    "without_major": "Without major event days of the utility (2.5 beta), planned interruptions and loss of supply "
    "included",
    "without_planned": "All days, without planned interruptions, loss of supply included",
    "planned": "All days, planned interruptions alone",
    "without_loss_of_supply": "All days, without loss of supply, planned interruptions included",
}


def _note(part: IndexPart) -> str:
    which = _WHICH[part]
    return (
        f"IEEE Std 1366: {which}. An interruption counts, whole, on the local day on which its customers lost supply; "
        "sustained is over 5 minutes; what lasts counts up to now. Customers served are those of today."
    )


def _missing(found: PeriodIndices, part: IndexPart) -> str:
    return (
        ""
        if part != "without_major" or WITHOUT_MAJOR in found.parts
        else f" Not known: it needs {found.needs.get(WITHOUT_MAJOR, 'more on record')}."
    )


def _up_to(context: ToolContext, record: ReliabilityRecord, span: LocalSpan) -> str:
    """While customers are out: up to when they count, as the dashboard's figures go on meanwhile."""
    if span.to_at <= record.as_of or not np.isnat(record.rows.restored_at).any():
        return ""
    at = record.as_of.astimezone(context.zone)
    return f" Customers who are out now count up to {at:%H:%M}; the dashboard's figures run on from minute to minute."


def _row(found: PeriodIndices, part: IndexPart) -> Mapping[str, float | int | None]:
    """Indices by column; None where one cannot be told."""
    one = _of_part(found.parts, part)
    values: dict[str, float | int | None] = dict.fromkeys((each.key for each in _INDICES), None)
    values |= dict.fromkeys((each.key for each in _OF_CUSTOMERS), None)
    values |= {"customers_served": int(found.customers_served), "outages": None}
    if one is None:
        return values
    sums, counts = _figures(one)
    values |= {name: _known(float(value[0])) for name, value in sums.items()}
    values |= {name: int(value[0]) for name, value in counts.items()}
    if part == "all_in":
        values["outages"] = found.outages
        if found.customers is not None:
            cemi, celid = found.customers.cemi, found.customers.celid_s
            shares = {"cemi_3_pct": cemi.get(3), "cemi_5_pct": cemi.get(5), "celid_8_pct": celid.get(8.0)}
            values |= {name: None if share is None else 100 * share for name, share in shares.items()}
    return values


def _figures(one: ReliabilityIndices) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Indices of places by column, and what is counted of them, each of shape (places,)."""
    sums = {
        "saidi_minutes": one.saidi_minutes, "saifi": one.saifi, "caidi_minutes": one.caidi_minutes,
        "asai_pct": 100 * one.asai, "maifi": one.maifi, "maifi_e": one.maifi_e,
        "customer_minutes": one.customer_minutes,
        "customer_hours": one.customer_minutes / 60,
    }  # fmt: skip
    return sums, {"interruptions": one.interruptions, "momentary_interruptions": one.momentary_interruptions}


def _of_part(found: Mapping[str, ReliabilityIndices], part: IndexPart) -> ReliabilityIndices | None:
    """The indices of a part; those without another part are what is left of all: they are sums over customers."""
    named = {"all_in": ALL_IN, "without_major": WITHOUT_MAJOR, "planned": PLANNED}
    if part in named:
        return found.get(named[part])
    all_in, other = found[ALL_IN], found[PLANNED if part == "without_planned" else LOSS_OF_SUPPLY]
    summed = ("interruptions", "customer_minutes", "momentary_interruptions", "saifi", "saidi_minutes", "maifi")
    left: dict[str, Any] = {name: getattr(all_in, name) - getattr(other, name) for name in summed}
    with np.errstate(divide="ignore", invalid="ignore"):
        caidi = left["customer_minutes"] / left["interruptions"]
    unknown = np.full_like(caidi, np.nan)
    return replace(
        all_in, **left, caidi_minutes=caidi, asai=all_in.asai + (1 - other.asai), maifi_e=unknown, asifi=unknown,
        asidi_minutes=unknown,
    )  # fmt: skip


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _scope(place: NamedPlace) -> tuple[Any, int | None]:
    return place.kind, None if place.kind == "utility" else place.place_id


def _told(context: ToolContext, record: ReliabilityRecord, place: NamedPlace, span: LocalSpan) -> dict[str, Any]:
    texts = {"reliability_first_day": span.first_day.isoformat(), "reliability_end_day": span.end_day.isoformat()}
    return {
        "place": told_place(place), "period": span.words, "as_of": record.as_of,
        "source": "live" if context.sources.history is None else "both",
        "goes": (view_go("Open reliability", "reliability", **texts),),
    }  # fmt: skip


def reliability_indices(context: ToolContext, args: IndicesOf) -> ToolResult:
    """Indices of a place and period, where asked with those of the year before."""
    place, record = place_of(context, args.place), record_of(context)
    span = span_on_record(context, record, args.period)
    period = days_of(span)
    found = period_indices(record, *_scope(place), period)
    row, columns = dict(_row(found, args.part)), [one.column for one in _INDICES]
    columns += [
        *_OF_CUSTOMERS,
        Column("outages", "Sustained outages", "count"),
        Column("customers_served", "Customers served", "count"),
    ]
    note = _note(args.part) + _missing(found, args.part) + _up_to(context, record, span)
    if args.is_compared:
        before = _year_before(record, place, period, args.part)
        row |= {f"{name}_before": before[name] if before else None for name in (each.key for each in _INDICES)}
        columns += [
            Column(f"{one.key}_before", f"{one.title}, year before", one.kind, one.decimals, one.unit)
            for one in (each.column for each in _INDICES)
        ]
        note += " The year before: the same days, as far as they are over."
        if before is None:
            note += " Nothing is on record of it."
    schema = {
        name: pa.array([value], pa.float64() if isinstance(value, float) else None) for name, value in row.items()
    }
    return result_of(
        context, "Reliability", pa.table(schema), columns, note=note, **_told(context, record, place, span)
    )  # fmt: skip


def _year_before(
    record: ReliabilityRecord, place: NamedPlace, period: ReliabilityPeriod, part: IndexPart
) -> Mapping[str, float | int | None] | None:
    earlier = record.so_far(period).year_before()
    if not record.years or record.years[0] > earlier.first_day.year:
        return None
    return _row(period_indices(record, *_scope(place), earlier), part)


def indices_of_each(context: ToolContext, args: IndicesOf, kind: EachPlace) -> ToolResult | None:
    """The same of every feeder or substation of a place, out of one record."""
    if args.is_compared:
        return None
    place, record = place_of(context, args.place), record_of(context)
    span = span_on_record(context, record, args.period)
    names, parts = indices_by_place(record, *_scope(place), days_of(span), kind)
    one = _of_part(parts, args.part)
    if one is None:
        return None
    sums, counts = _figures(one)
    columns = {name: pa.array(values, pa.float64(), from_pandas=True) for name, values in sums.items()}
    columns |= {name: pa.array(values.astype(np.int64), pa.int64()) for name, values in counts.items()}
    note = f"{_note(args.part)} Each {kind} by its own customers."
    return result_of(
        context, f"Reliability by {kind}", pa.table({"name": names, **columns}), [one.column for one in _INDICES],
        note=note,
        **_told(context, record, place, span),
    )  # fmt: skip


def feeders_by_index(context: ToolContext, args: FeedersByIndex) -> ToolResult:
    """Feeders by an index, or how many lie beyond a limit."""
    place, record = place_of(context, args.place), record_of(context)
    span = span_on_record(context, record, args.period)
    table = _by_part(by_group(record, *_scope(place), days_of(span), "feeder"), args.part)
    by = args.by if args.by in {one.key for one in _FEEDERS} else "saidi_minutes"
    if by not in table.column_names:
        raise NoAnswer(RefusalReason.NOT_IN_DATA, "That is not told without major event days: ask for SAIDI or SAIFI.")
    table = limited(table, by, args.above, args.below)
    told = _told(context, record, place, span) | {"note": f"{_note(args.part)} Each feeder by its own customers."}
    if args.is_count:
        return result_of(context, "Feeders by reliability", counted(table), (HowMany,), **told)
    table = ordered(table, by, args.order, args.n, ("feeder_name",))
    shown = tuple(one for one in _FEEDERS if one.key in table.column_names)
    columns = (
        Column("feeder_name", "Feeder"),
        *(one.column for one in shown),
        Column("customers_served", "Customers", "count"),
    )
    unit = {one.key: one.column.heading for one in _FEEDERS}[by]
    chart = ChartSpec("bar", "feeder_name", (by,), unit) if len(table) > 1 else None
    return result_of(context, "Feeders by reliability", table, columns, chart=chart, **told)


def _by_part(table: pa.Table, part: Part) -> pa.Table:
    """Columns of the part under the names that they have all in."""
    table = table.rename_columns(["feeder_name" if name == "group_name" else name for name in table.column_names])
    if part == "all_in":
        return table
    served = table["customers_served"].to_numpy(zero_copy_only=False).astype(np.float64)
    saidi = table["saidi_without_major_minutes"].to_numpy(zero_copy_only=False).astype(np.float64)
    saifi = table["saifi_without_major"].to_numpy(zero_copy_only=False).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = {
            "saidi_minutes": saidi, "saifi": saifi, "caidi_minutes": saidi / saifi, "customer_minutes": saidi * served,
            "customer_interruptions": np.rint(saifi * served),
        }  # fmt: skip
    kept = table.select(["group_id", "feeder_name", "customers_served"])
    for name, values in left.items():
        kept = kept.append_column(name, pa.array(values, pa.float64(), from_pandas=True))
    return kept


def causes_by_index(context: ToolContext, args: CausesByIndex) -> ToolResult:
    """What each cause of interruptions has of the indices of a place and period."""
    place, record = place_of(context, args.place), record_of(context)
    span = span_on_record(context, record, args.period)
    table = by_group(record, *_scope(place), days_of(span), "cause")
    known = {one.key: one for one in _CAUSES}
    shown = known.get(args.by, _CAUSES[0])
    table = ordered(table, shown.key, args.order, args.n, ("group_name",))
    columns = (
        Column("group_name", "Cause", "words"), shown.column, *(one.column for one in _CAUSES if one is not shown),
    )  # fmt: skip
    chart = ChartSpec("bar", "group_name", (shown.key,), f"{shown.column.heading} by cause") if len(table) > 1 else None
    note = f"{_note('all_in')} Each cause has its part of the index of all."
    told = _told(context, record, place, span) | {"note": note}
    return result_of(context, f"{shown.column.title} by cause", table, columns, chart=chart, **told)


def reliability_by_month(context: ToolContext, args: MonthsOfIndices) -> ToolResult:
    """Indices by month of a period."""
    place, record = place_of(context, args.place), record_of(context)
    span = span_on_record(context, record, args.period)
    table = by_group(record, *_scope(place), days_of(span), "month")
    months = pa.array([dt.date.fromisoformat(f"{one}-01") for one in table["group_name"].to_pylist()], pa.date32())
    table = table.append_column("month", months)
    known = {one.key: one for one in (*_FEEDERS[:6], _FEEDERS[6])}
    shown = known.get(args.quantity, _FEEDERS[0])
    columns = (
        Column("month", "Month", write=lambda row: f"{row['month']:%b %Y}"), shown.column,
        *(one.column for one in known.values() if one is not shown),
    )  # fmt: skip
    chart = ChartSpec("bar", "month", (shown.key,), f"{shown.column.heading} by month") if len(table) > 1 else None
    whole = _whole(period_indices(record, *_scope(place), days_of(span)), shown)
    told = _told(context, record, place, span) | {"note": f"{whole}{_note('all_in')}"}
    return result_of(context, "Reliability by month", table, columns, chart=chart, **told)


def _whole(found: PeriodIndices, shown: ToolQuantity) -> str:
    """What all months come to together: an index of a year is neither the highest nor the mean of its months."""
    key = {"customer_interruptions": "interruptions", "sustained_outages": "outages"}.get(shown.key, shown.key)
    value = _row(found, "all_in").get(key)
    if value is None:
        return ""
    text = f"{value:,.{shown.column.decimals}f} {shown.column.unit}".rstrip()
    return f"The whole period: {shown.column.title} {text}. "


def major_event_days(context: ToolContext, args: MajorDays) -> ToolResult:
    """Major event days of the utility in a period, or how many."""
    record = record_of(context)
    span = span_on_record(context, record, args.period)
    days = days_of_saidi(record, "utility", None, days_of(span))
    at = np.flatnonzero(days.is_major)
    first = (days.first_day - EPOCH).days
    limits = [record.limits.get((days.first_day + dt.timedelta(days=int(one))).year) for one in at]
    table = pa.table({
        "day": pa.array((first + at).astype(np.int32), pa.int32()).cast(pa.date32()),
        "saidi_minutes": pa.array(days.minutes[at], pa.float64()),
        "t_med_minutes": pa.array([None if one is None else float(one.minutes) for one in limits], pa.float64()),
    })  # fmt: skip
    note = (
        "A day is a major event day where the daily SAIDI of the whole utility is above T_MED, 2.5 standard deviations "
        "above the mean of the logarithms of the five years before (IEEE Std 1366)."
    )
    untold = [year for year in range(span.first_day.year, span.from_at.year + 1) if record.limits.get(year) is None]
    if untold:
        note += f" T_MED of {', '.join(map(str, untold))} is not known: too few days are on record before."
    told = _told(context, record, NamedPlace("utility", context.utility_id, "the utility"), span) | {"note": note}
    if args.is_count:
        return result_of(context, "Major event days", counted(table), (HowMany,), **told)
    columns = (
        Column("day", "Day", "day"), Column("saidi_minutes", "SAIDI of the day", "number", 1, "min"),
        Column("t_med_minutes", "T_MED", "number", 2, "min"),
    )  # fmt: skip
    return result_of(context, "Major event days", table, columns, **told)


COMPARED: Final = ToolChoice(
    ("compared with year before", "compared to year before", "compared with previous year", "compared to last year",
     "versus year before", "vs year before", "vs previous year", "year over year", "against year before",
     "better than year before", "worse than year before", "year before", "and year before", "compare year before"),
    {"is_compared": True},
)  # fmt: skip
RELIABILITY_INDICES: Final = Tool(
    "reliability_indices",
    "Reliability of a place and period after IEEE 1366: SAIDI, SAIFI, CAIDI, ASAI, MAIFI, CEMI, CELID, customer "
    "minutes and hours, customer interruptions; with or without major event days; compared with the year before.",
    IndicesOf, reliability_indices, "row", ("reliability", "utility", "feeder", "substation"), _INDICES,
    choices=(*OF_INDICES, COMPARED), words=("reliability index", "reliability", "ieee 1366"),
    opens=4, examples=("what was our saidi last year", "SAIFI of SUB-001 this year without major event days"),
    each=indices_of_each,
)  # fmt: skip
FEEDERS_BY_INDEX: Final = Tool(
    "feeders_by_index", "Feeders by SAIDI, SAIFI, CAIDI, MAIFI or customer minutes of a period, worst or best first.",
    FeedersByIndex, feeders_by_index, "ranking", ("feeder",), _FEEDERS, choices=PARTS,
    words=("feeder by reliability", "by feeder", "per feeder", "each feeder", "every feeder", "feeder by feeder",
        "of all feeder"),
    examples=("worst 5 feeders by SAIDI last year", "which 3 feeders had the best saidi this year"),
)  # fmt: skip
CAUSES_BY_INDEX: Final = Tool(
    "causes_by_index", "Causes of interruptions by their part of SAIDI, SAIFI or customer minutes of a period.",
    CausesByIndex, causes_by_index, "ranking", ("cause",), _CAUSES, examples=("SAIDI by cause this year",),
)  # fmt: skip
RELIABILITY_BY_MONTH: Final = Tool(
    "reliability_by_month", "SAIDI, SAIFI and other indices month by month in a period.",
    MonthsOfIndices, reliability_by_month, "series", ("month", "reliability"), _FEEDERS, groups=(MONTH,),
    words=("by month", "per month", "monthly", "month by month", "trend", "develop", "develop month",
        "develop over month",
        "over month", "change month by month", "changed month by month", "trend over month", "plot month",
            "chart month",
        "trend by month", "chart by month", "plot by month", "course over month", "month to month",
        "develop from month to month", "plot for month", "chart of month"),
    examples=("SAIDI by month this year",),
)  # fmt: skip
MAJOR_EVENT_DAYS: Final = Tool(
    "major_event_days", "Major event days (IEEE 1366, 2.5 beta) of a period, or how many.",
    MajorDays, major_event_days, "filter", ("major event day",), words=("major event day", "med", "major event",
        "day over beta threshold", "beta threshold", "over 2.5 beta threshold",
        "day exclude index major event", "exclude major event day", "day exclude as major event",
        "day can exclude index major event", "day excluded as major event",
        "tmed", "t med"),
    examples=("how many major event days last year",),
)  # fmt: skip
