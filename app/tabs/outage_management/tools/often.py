"""How often customers were interrupted in a period, and for how long: how many, by feeder, CEMI and CELID."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import HowMany, result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of, told_place
from app.assistant.narrowing import compared, limit_words
from app.assistant.periods import LocalSpan, PeriodText
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import MOST_ROWS, ChartSpec, NamedPlace, ToolResult
from app.assistant.rows import ordered
from app.assistant.tools import PlaceText, RankedRows, Rows, Tool, ToolNumber, ToolQuantity
from app.tabs.outage_management.tools.recorded import record_of, span_on_record
from app.tabs.outage_management.tools.words import FEEDER, view_go
from app.widgets.column import Column
from data_sources.analytics.reliability.interruptions import Bools, Floats
from data_sources.history.customers_hit import CustomersHit, customers_hit
from data_sources.history.reliability import ReliabilityPeriod, ReliabilityRecord

HitBy = Literal["times", "longest_hours", "total_hours"]
NOTE: Final = (
    "Sustained interruptions of the same customers (over 5 minutes, IEEE Std 1366-2022), by the day on which they "
    "lost supply; what lasts counts up to now. Customers of a transformer count together, of those served today."
)


class CustomersHitBy(RankedRows):
    """Which customers, by what they went through."""

    period: PeriodText
    place: PlaceText = ""
    by: HitBy = Field("times", description="sustained interruptions of a customer, the longest of them, all of them")


class CustomerShares(BaseModel):
    """Of which n and hours."""

    period: PeriodText = "this_year"
    place: PlaceText = ""
    times: int = Field(3, ge=1, le=1000, description="n of CEMI-n: so many sustained interruptions, or more")
    hours: float = Field(8, gt=0, le=8784, description="hours of CELID: so long, or longer")
    quantity: str = ""


class FeedersByShare(CustomerShares):
    """Which feeders."""

    by: Literal["cemi_pct", "celid_s_pct", "celid_t_pct"] = "cemi_pct"
    order: Literal["most", "least"] = "most"
    n: Rows = MOST_ROWS
    quantity: Literal["", "cemi_pct", "celid_s_pct", "celid_t_pct"] = ""


_LIMITED: Final = (
    ToolQuantity(
        "times",
        ("interrupted time", "cut off time", "off time", "dark time", "interruption", "customer interruption",
         "sustained interruption", "time", "out time", "outage", "lost power time", "repeated interruption",
         "time without power"),
        Column("times", "interruptions", "count"), "most",
    ),
    ToolQuantity(
        "longest_hours",
        ("out long", "off hour", "off hour one go", "off at one go", 
            "wait hour one outage",
            "off interruption", "off hour one interruption", "longest interruption",
            "longest interruption exceeded", "off at a time", "off in one interruption", "dark hour", "dark long",
            "in one outage", "off hour at a time", "out hour", "without power",
            "without power long", "without power hour", "without supply hour",
         "interrupted long", "interrupted hour", "long interruption", "single interruption", "long",
         "out of power hour", "without supply", "interruption hour", "lost power", "hour at a time", "in one go"),
        Column("longest_hours", "longest interruption", "number", 1, "h"), "most",
    ),
    ToolQuantity(
        "total_hours",
        ("out cumulatively", "off cumulatively", "off cumulative", "off cumulated", "off added up",
            "dark cumulatively",
            "dark cumulative", "dark cumulated", "dark added up", "no power cumulatively", "no power cumulative",
            "no power cumulated", "no power added up", "without power cumulatively", "without power cumulative",
            "without power cumulated", "without power added up", "interrupted cumulatively",
            "interrupted cumulative", "interrupted cumulated", "interrupted added up",
            "without supply cumulatively", "without supply cumulative", "without supply cumulated",
            "without supply added up", "out cumulative", "out cumulated", "out added up",
            "interruption cumulatively", "interruption cumulative", "interruption cumulated",
            "interruption added up", "lost power cumulatively", "lost power cumulative", "lost power cumulated",
            "lost power added up", "interruption time cumulatively", "interruption time cumulative",
            "interruption time cumulated", "interruption time added up", "off time cumulatively",
            "off time cumulative", "off time cumulated", "off time added up", "outage time cumulatively",
            "outage time cumulative", "outage time cumulated", "outage time added up", "out cumulatively",
            "without power cumulatively", "without supply cumulatively", "interrupted cumulatively",
         "cumulatively", "lost power cumulatively", "cumulative hour"),
        Column("total_hours", "time without supply in all", "number", 1, "h"), "most",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HitFound:
    """Who was interrupted where and when."""

    place: NamedPlace
    record: ReliabilityRecord
    span: LocalSpan
    hit: CustomersHit

    @property
    def served(self) -> Floats:
        """Customers by feeder; those of other places are none."""
        inside = self.record.feeders.within(self.place.kind, self.place.place_id)
        return np.where(inside, self.record.feeders.customers, 0.0)

    def by_feeder(self, beyond: Bools) -> Floats:
        """Customers of some groups by feeder, those of one that is gone left out."""
        chosen = beyond & (self.hit.feeder >= 0)
        weights, count = self.hit.customers[chosen], len(self.record.feeders.ids)
        return np.bincount(self.hit.feeder[chosen], weights=weights, minlength=count).astype(np.float64)

    @property
    def told(self) -> Mapping[str, Any]:
        """What every result says of it."""
        texts = {
            "reliability_first_day": self.span.first_day.isoformat(),
            "reliability_end_day": self.span.end_day.isoformat(),
        }
        return {
            "place": told_place(self.place), "period": self.span.words, "as_of": self.record.as_of, "source": "both",
            "goes": (view_go("Open reliability", "reliability", **texts),),
        }  # fmt: skip


def _found(context: ToolContext, place: str, period: str) -> HitFound:
    """Raise NoAnswer where too little is known of who was interrupted."""
    where, record = place_of(context, place), record_of(context)
    span = span_on_record(context, record, period)
    days = ReliabilityPeriod(span.first_day, span.end_day)
    hit = customers_hit(record, where.kind, None if where.kind == "utility" else where.place_id, days)
    if hit is None:
        raise NoAnswer(
            RefusalReason.NOT_IN_DATA,
            "Too few interruptions on record say which transformers they took, so nobody knows whom they hit.",
        )
    return HitFound(where, record, span, hit)


def customers_by_interruptions(context: ToolContext, args: CustomersHitBy) -> ToolResult:
    """Customers who were interrupted more often, or longer, than a limit: how many, and on which feeders."""
    found = _found(context, args.place, args.period)
    values = np.asarray(getattr(found.hit, args.by), np.float64)
    beyond = np.ones(len(values), np.bool_)
    above, below = compared(args.above, args.below)
    if above is not None:
        beyond &= values > above
    if below is not None:
        beyond &= values < below
    column = next(one.column for one in _LIMITED if one.key == args.by)
    limits = limit_words(column, args.above, args.below)
    limits = re.sub(r"\b1 interruptions\b", "1 interruption", limits)
    title = f"Customers with {limits}" if limits else "Customers interrupted"
    count, served = found.hit.count(beyond), float(found.served.sum())
    share = f" That is {100 * count / served:.2f} % of {served:,.0f} customers served." if served else ""
    note = f"{share.strip()} {NOTE}".strip()
    if args.is_count:
        return result_of(context, title, pa.table({"how_many": [count]}), (HowMany,), note=note, **found.told)
    rows = _feeders(found, {"customers": found.by_feeder(beyond)})
    rows = rows.append_column("customers_pct", _percent(rows["customers"], rows["customers_served"]))
    rows = ordered(rows, "customers", args.order, args.n, ("feeder_name",))
    columns = (
        FEEDER, Column("customers", "Customers", "count"), Column("customers_pct", "Share of its customers", "number",
            2, "%"), Column("customers_served", "Customers served", "count"),
    )  # fmt: skip
    chart = ChartSpec("bar", "feeder_name", ("customers",), title) if len(rows) > 1 else None
    return result_of(context, title, rows, columns, chart=chart, note=note, **found.told)


def _feeders(found: HitFound, columns: Mapping[str, Floats]) -> pa.Table:
    """A row a feeder of the place."""
    feeders, inside = found.record.feeders, found.record.feeders.within(found.place.kind, found.place.place_id)
    names = [name for name, is_in in zip(feeders.names, inside, strict=True) if is_in]
    return pa.table({
        "feeder_name": pa.array(names, pa.string()),
        **{name: pa.array(np.rint(values[inside]).astype(np.int64)) for name, values in columns.items()},
        "customers_served": pa.array(feeders.customers[inside].astype(np.int64)),
    })  # fmt: skip


def _percent(part: pa.ChunkedArray, whole: pa.ChunkedArray) -> pa.Array:
    pairs = zip(part.to_pylist(), whole.to_pylist(), strict=True)
    return pa.array([100 * one / all_ if all_ else None for one, all_ in pairs], pa.float64())


def _shares(times: int = 3, hours: float = 8) -> tuple[ToolQuantity, ...]:
    return (
        ToolQuantity(
            "cemi_pct",
            ("cemi", "percent customer interruption", "percent customer lost power time",
                "percent customer interrupted time", "percent customer with interruption",
                "percent of customer interruption", "percent customer lost power", "multiple interruption",
                "customer with multiple interruption", "customer experiencing multiple "
             "interruption", "repeated interruption", "interrupted repeatedly", "share interrupted time"),
            Column("cemi_pct", f"CEMI-{times}", "number", 2, "%"), "most",
        ),
        ToolQuantity(
            "celid_s_pct",
            ("celid", "percent customer off one go", "percent customer one interruption hour",
                "percent customer single interruption", "percent customer off at a time",
                "single long interruption", "single long interruption celid", "percent customer out at a time",
                "percent customer off in one go", "percent customer long interruption", "celid single",
                                    "celid s", "long interruption", "customer experiencing long interruption",
             "customer with long interruption", "long interruption duration"),
            Column("celid_s_pct", f"CELID-{hours:g}", "number", 2, "%"), "most",
        ),
        ToolQuantity(
            "celid_t_pct", ("celid t", "celid cumulatively", "cumulative celid", "celid cumulative", "total celid",
                "celid time", "percent customer off cumulatively", "percent customer out cumulatively",
                "percent customer without power cumulatively", "percent customer cumulative interruption",
                "percent customer interruption cumulatively", "percent customer interruption added up",
                "percent customer dark cumulatively", "percent customer outage time cumulated", "celidt",
                "celid in total"),
            Column("celid_t_pct", f"CELID-{hours:g} in total", "number", 2, "%"), "most",
        ),
    )  # fmt: skip


_SPARED: Final = ToolQuantity(
    "customers_spared",
    (
        *(f"customer {state} {what}" for state in ("no", "without", "zero", "never", "not single", "had no")
          for what in ("outage", "interruption", "sustained interruption")),
        "customer not interrupted once", "customer not even once", "customer spared", "customer spare",
            "customer spared from sustained interruption", "customer spare sustained interruption",
            "customer without single interruption", "customer not interrupted at all", 
            "customer not interrupted", "customer never interrupted", "customer never out",
        "customer never lost power", "customer not affected",
    ),
    Column("customers_spared", "Customers without a sustained interruption", "count"),
)  # fmt: skip


def _beyond(hit: CustomersHit, args: CustomerShares) -> dict[str, Bools]:
    return {
        "cemi_pct": hit.times >= args.times, "celid_s_pct": hit.longest_hours >= args.hours,
        "celid_t_pct": hit.total_hours >= args.hours,
    }  # fmt: skip


def _meaning(args: CustomerShares) -> str:
    return (
        f"CEMI-{args.times}: {args.times} or more sustained interruptions; CELID-{args.hours:g}: one of "
        f"{args.hours:g} hours or longer, in total: all of them together. {NOTE}"
    )


def customer_shares(context: ToolContext, args: CustomerShares) -> ToolResult:
    """CEMI and CELID of a place and period, with how many customers they are."""
    found = _found(context, args.place, args.period)
    served, beyond = float(found.served.sum()), _beyond(found.hit, args)
    counts = {name: found.hit.count(chosen) for name, chosen in beyond.items()}
    row = {name: [100 * count / served if served else None] for name, count in counts.items()}
    own = {f"customers_{name.removesuffix('_pct')}": [count] for name, count in counts.items()}
    shares = _shares(args.times, args.hours)
    columns = (
        *(one.column for one in shares),
        *(Column(key, f"Customers of {one.column.title}", "count") for key, one in zip(own, shares, strict=True)),
        _SPARED.column,
        Column("customers_served", "Customers served", "count"),
    )
    table = pa.table({
        _SPARED.key: [max(round(served) - found.hit.count(found.hit.times >= 1), 0)],
        **{name: pa.array(value, pa.float64()) for name, value in row.items()}, **own,
        "customers_served": [int(served)],
    })  # fmt: skip
    return result_of(
        context, "Customers with many or long interruptions", table, columns, note=_meaning(args), **found.told
    )


def feeders_by_share(context: ToolContext, args: FeedersByShare) -> ToolResult:
    """Feeders by CEMI or CELID."""
    found, by = _found(context, args.place, args.period), args.quantity or args.by
    beyond = _beyond(found.hit, args)
    rows = _feeders(found, {name: found.by_feeder(chosen) for name, chosen in beyond.items()})
    columns = {one.key: one.column for one in _shares(args.times, args.hours)}
    rows = rows.append_column("customers", rows[by])
    for name in columns:
        rows = rows.set_column(rows.column_names.index(name), name, _percent(rows[name], rows["customers_served"]))
    rows = ordered(rows, by, args.order, args.n, ("feeder_name",))
    others = tuple(column for name, column in columns.items() if name != by)
    shown = (
        FEEDER, columns[by], Column("customers", f"Customers of {columns[by].title}", "count"), *others,
        Column("customers_served", "Customers served", "count"),
    )  # fmt: skip
    title = f"Feeders by {columns[by].title}"
    chart = ChartSpec("bar", "feeder_name", (by,), f"{columns[by].title}, %") if len(rows) > 1 else None
    return result_of(context, title, rows, shown, chart=chart, note=_meaning(args), **found.told)


_NUMBERS: Final = (ToolNumber("times", ("cemi", "interruption", "time")), ToolNumber("hours", ("celid", "hour")))
CUSTOMERS_BY_INTERRUPTIONS: Final = Tool(
    "customers_by_interruptions",
    "How many customers were interrupted more or less often than so many times in a period, or longer than so many "
    "hours at a time or in total; by feeder.",
    CustomersHitBy, customers_by_interruptions, "filter", ("customer", "people", "account"), _LIMITED,
    examples=("how many customers were interrupted more than 3 times this year",
        "how many customers were out longer than 8 hours this year"),
)  # fmt: skip
CUSTOMER_SHARES: Final = Tool(
    "customer_shares",
    "CEMI-n and CELID of IEEE 1366 of a place and period: the share of customers with n or more interruptions, or with "
    "one of so many hours or longer.",
    CustomerShares, customer_shares, "row", ("reliability", "utility", "feeder", "substation", "customer"),
    (*_shares(), _SPARED), numbers=_NUMBERS, examples=("CEMI-3 this year", "CELID-8 last year"),
)  # fmt: skip
FEEDERS_BY_SHARE: Final = Tool(
    "feeders_by_customer_shares", "Feeders by CEMI-n or CELID of a period, the worst first.",
    FeedersByShare, feeders_by_share, "ranking", ("feeder",), _shares(), numbers=_NUMBERS,
    words=("by feeder", "per feeder", "each feeder", "every feeder"), examples=("feeders by CEMI-5 this year",),
)  # fmt: skip
