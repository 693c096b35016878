"""How complete the meters' reads are, as the Completeness view counts them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.periods import PeriodText
from app.assistant.results import ChartSpec, ToolResult
from app.assistant.rows import limited, ordered
from app.assistant.tools import EachPlace, PlaceText, RankedRows, Tool, ToolQuantity
from app.tabs.ami_analytics.completeness.rows import by_feeder
from app.tabs.ami_analytics.tools.asked import YESTERDAY, AskedOver, asked_place, by_place, nothing_read
from app.tabs.ami_analytics.tools.covered import covered
from app.widgets.column import Column
from data_sources.analytics.completeness import Totals
from data_sources.history import completeness

NOTE: Final = (
    "Received counts estimates too, in % of the reads expected by now; estimated and late are in % of those received; "
    "late is more than 6 h after the interval. Reads not received include those that an outage explains."
)
NO_METERS: Final = {"meters": 0, "meters_with_gaps": 0, "meters_silent": 0, "meters_estimated": 0}
Share = Literal["received_pct", "estimated_pct", "late_pct", "intervals_missing"]


class ReadsOf(BaseModel):
    """Whose reads, and when."""

    place: PlaceText = ""
    period: PeriodText = YESTERDAY
    quantity: str = Field("", description="column asked for")


class FeedersByReads(RankedRows):
    """Which feeders, when, by what."""

    place: PlaceText = ""
    period: PeriodText = YESTERDAY
    by: Share = "received_pct"
    order: Literal["most", "least"] = "least"


_RECEIVED: Final = ToolQuantity(
    "received_pct",
    ("completeness", "complete", "read rate", "read success", "reading completeness", "share received",
     "received read", "percent read", "ami completeness", "data completeness", "how complete read",
     "read received percent", "collection rate", "how complete reading", "how complete meter read",
     "meter read complete", "percent of read received", "interval data complete", "read performance",
     "how much of the read", "ami read rate", "reporting rate", "ami complete",
     "ami percent complete", "percent complete",
         "read success rate", "percent of read came in", "percent of read arrived",
         "percent read received", "success rate of read", "percent of read", "read came in percent",
         "meter data completeness", "percent of reading received", "share of read received",
         "success rate", "read arrived percent"),
    Column("received_pct", "Received", "share", 2), "least",
)  # fmt: skip
_ESTIMATED: Final = ToolQuantity(
    "estimated_pct",
    ("estimated read", "estimated percent", "share estimated", "estimated share", "estimated",
     "share of estimated read", "percent estimated", "estimation rate", "estimated reading", "how much estimated",
     "share of estimated", "percent of read estimated",
         "read estimation rate", "estimation", "percent estimation", "percent of value estimated",
         "estimated value", "share of read filled in"),
    Column("estimated_pct", "Estimated", "share", 2), "most",
)  # fmt: skip
_LATE: Final = ToolQuantity(
    "late_pct", ("late read", "late percent", "share late", "late reading", "read late", "percent late",
         "percent of read late", "percent of late read", "late read rate", "rate of late read",
         "share of late read", "late rate", "delayed read", "read delayed", "percent delayed",
         "read arrive late", "late arrival"),
    Column("late_pct", "Late", "share", 2), "most",
)  # fmt: skip
_MISSING: Final = ToolQuantity(
    "intervals_missing",
    ("missing read", "missing interval", "missing reading", "read missing", "missing", "lost read", "read not received",
     "number of missing read", "gap in read",
         "missing value", "interval missing", "missed read", "read missed", "dropped read",
         "data missing", "missing data", "read lost", "hole in data", "missing interval read",
         "lose read", "read lost"),
    Column("intervals_missing", "Not received", "count", unit="reads"), "most",
)  # fmt: skip
_OF_PLACE: Final = (
    _RECEIVED, _ESTIMATED, _LATE, _MISSING,
    ToolQuantity(
        "meters_with_gaps",
        ("meter with gap", "meter gap", "meter with missing", "meter missing read", "incomplete meter",
         "meter with missing read", "meter had gap", "meter with data gap", "meter with missing interval",
         "meter not complete", "meter with missing data", "meter with hole", "meter missed read", "meter missing data",
         "meter missing interval", "meter lost read", "meter with partial data", "partially read meter",
         "meter missed at least read", "meter missed some read", "meter incomplete",
         "meter with missed read", "meter with incomplete data"),
        Column("meters_with_gaps", "Meters with gaps", "count"), "most",
    ),
    ToolQuantity(
        "meters_silent",
        ("meter not report", "meter not reporting", "meter not reported", "silent meter", "meter not communicate",
         "meter not communicating", "meter not communicated", "meter failed to report", "meter failed to communicate",
         "meter not read", "unread meter", "meter without read", "meter with no read", "meter no read",
         "meter not respond", "meter not responding", "meter not responded", "meter not heard from",
         "nonreporting meter",
         "non reporting meter", "non communicating meter", "meter silent", "meter quiet", "meter dead air",
         "meter never reported", "meter without data", "meter with no data", "meter no data", "meter zero read",
         "meter not deliver", "meter not send", "meter not check in", "meter not phone home", "unresponsive meter",
         "meter without reading", "meter with no reading", "meter stopped reporting", "meter not talking",
         "meter sent nothing", "meter heard nothing", "meter noncommunicating",
         "meter delivered nothing", "meter gave nothing", "mute meter", "meter nothing received",
         "meter not sent"),
        Column("meters_silent", "Meters without any read", "count"), "most",
    ),
    ToolQuantity(
        "meters_estimated",
        ("meter estimated", "meter with estimate", "meter with estimated read", "meter that were estimated",
         "meter data estimated", "meter partly estimated", "meter had estimate",
         "meter had to be estimated", "meter needed estimate", "meter with estimated data",
         "meter any estimated read", "meter with any estimate"),
        Column("meters_estimated", "Meters with estimates", "count"), "most",
    ),
    ToolQuantity(
        "intervals_expected", ("expected read", "read expected", "how many read expected", "expected interval",
         "how many read due", "read due", "number of read due", "number of expected read",
         "read should come in", "read should arrive", "full set of read",
         "read should received", "read should have come in", "expected number of read",
         "read we were due to get"),
        Column("intervals_expected", "Expected", "count", unit="reads"),
    ),
    ToolQuantity(
        "intervals_received", ("number of read", "number of reading", "how many read", "how many reading",
                               "read count", "number of read received",
         "read received", "number of read arrived", "how many read arrived",
         "read collected", "how many read received", "read obtained"),
        Column("intervals_received", "Received", "count", unit="reads"),
    ),
    ToolQuantity(
        "intervals_estimated",
        ("estimated read", "read estimated", "estimated reading", "reading estimated", "estimated interval",
         "interval estimated", "number of estimated read", "number of estimated reading", "count of estimated read",
         "count of estimated reading", "number of estimated interval",
         "read filled in", "estimated value", "value estimated"),
        Column("intervals_estimated", "Estimated", "count", unit="reads"), "most",
    ),
    ToolQuantity(
        "intervals_late", ("late read", "read late", "late reading", "reading late", "late interval",
         "number of late read", "number of late reading",
         "read arrived late", "delayed read", "read delayed"),
        Column("intervals_late", "Late", "count", unit="reads"), "most",
    ),
)  # fmt: skip


def completeness_of_reads(context: ToolContext, args: ReadsOf) -> ToolResult:
    """Reads expected, received, estimated, late and missing in a place, and meters with gaps."""
    asked = asked_place(context, args.place, args.period)
    return _reads(asked, args, {"": completeness.with_explained(_days(asked))}, "")


def completeness_of_each(context: ToolContext, args: ReadsOf, kind: EachPlace) -> ToolResult:
    """The same of every feeder or substation of a place."""
    asked = asked_place(context, args.place, args.period)
    return _reads(asked, args, by_place(asked, completeness.with_explained(_days(asked)), kind), kind)


def _reads(asked: AskedOver, args: ReadsOf, parts: Mapping[str, pa.Table], kind: EachPlace | Literal[""]) -> ToolResult:
    context = asked.context
    found = context.history("assistant_meters_with_gaps", **asked.scope.binds, **asked.days, kind=kind)
    meters = {row.pop("place_name"): row for row in found.to_pylist()}
    rows = [
        _sums(name, completeness.totals(part), meters.get(name, NO_METERS))
        for name, part in parts.items() if pc.sum(part["intervals_received"]).as_py()
    ]  # fmt: skip
    days = covered(asked)
    return result_of(
        context, f"Reads of the meters of {asked.of}", pa.Table.from_pylist(rows),
        days.headed([one.column for one in _OF_PLACE], args.quantity), source="both", place=asked.words,
        period=days.period, note=NOTE,
        goes=(asked.go("completeness"),),
    )  # fmt: skip


def _sums(name: str, sums: Totals, meters: Mapping[str, int]) -> dict[str, Any]:
    return {
        "name": name,
        "received_pct": sums.received_pct, "estimated_pct": sums.estimated_pct, "late_pct": sums.late_pct,
        "intervals_missing": max(sums.expected - sums.received, 0), **meters,
        "intervals_expected": sums.expected, "intervals_received": sums.received,
        "intervals_estimated": sums.estimated, "intervals_late": sums.late,
    }  # fmt: skip


def feeders_by_completeness(context: ToolContext, args: FeedersByReads) -> ToolResult:
    """Feeders of a place by a share of their reads."""
    asked = asked_place(context, args.place, args.period)
    span = asked.span
    rows = completeness.with_explained(_days(asked))
    table = by_feeder(completeness.heat_map_of(rows, span.first_day, span.end_day))
    kept = limited(table, args.by, args.above, args.below)
    told: dict[str, Any] = {"source": "both", "place": asked.words, "period": covered(asked).period, "note": NOTE}
    if args.is_count:
        return result_of(context, "Feeders, counted by their reads", counted(kept), (HowMany,), **told)
    by = {one.key: one.column for one in (_RECEIVED, _ESTIMATED, _LATE, _MISSING)}
    others = (column for key, column in by.items() if key != args.by)
    return result_of(
        context, "Feeders by completeness of reads", ordered(kept, args.by, args.order, args.n, ("feeder_name",)),
        (Column("feeder_name", "Feeder"), by[args.by], *others), goes=(asked.go("completeness"),),
        chart=ChartSpec("bar", "feeder_name", (args.by,), by[args.by].heading), **told,
    )  # fmt: skip


def _days(asked: AskedOver) -> pa.Table:
    """Rows by feeder and day.

    Raises:
        NoAnswer: there are none.
    """
    span = asked.span
    query = completeness.days_query(asked.scope, span.first_day, span.end_day, now=asked.context.now)
    rows = asked.context.history_source.fetch(query)
    return rows if pc.sum(rows["intervals_received"]).as_py() else nothing_read(asked)


COMPLETENESS: Final = Tool(
    "completeness_of_reads",
    "How complete the meters' reads of the utility, a substation or a feeder are over a period: received, estimated, "
    "late and missing reads, and how many meters have gaps.",
    ReadsOf, completeness_of_reads, "row", ("read", "feeder", "substation", "system", "meter"), _OF_PLACE,
    examples=("AMI completeness of feeder 3 yesterday", "share of estimated reads yesterday"),
    each=completeness_of_each,
)  # fmt: skip
FEEDERS_BY_COMPLETENESS: Final = Tool(
    "feeders_by_completeness", "Feeders ranked by the share of reads received, estimated or late over a period.",
    FeedersByReads, feeders_by_completeness, "ranking", ("feeder",), (_RECEIVED, _ESTIMATED, _LATE, _MISSING),
    examples=("which feeder had the worst read rate yesterday",),
)  # fmt: skip
