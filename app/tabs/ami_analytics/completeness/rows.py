"""What Completeness asks, and what it shows of it: figures, order of feeders or meters, cells of the heat map."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app import formats
from app.scope_bar.ground import Ground, scope_of
from app.scope_bar.period import period_utc
from app.widgets.figures import Figure, Tone
from data_sources.analytics.clock import utc64
from data_sources.analytics.completeness import Matrix, Totals
from data_sources.analytics.read_gaps import MISSING
from data_sources.history import completeness
from data_sources.history.completeness import ReadShares, heat_map_of, totals
from data_sources.history.scope import floats, instants
from data_sources.query import Query
from data_sources.source import Source
from layers.colours.colour import hexadecimal
from layers.colours.palette import Theme, Vision, palette

SHARES = {"received": "Received", "estimated": "Estimated", "late": "Late", "missing": "Missing"}
SHARE_WORDS = {
    "received": "Reads received (estimates too) in % of those expected",
    "estimated": "Estimated reads in % of those received",
    "late": "Reads that arrived more than 6 h after their interval's end, in % of those received",
    "missing": "Reads missing without an outage that explains them, in % of those expected",
}
HEAT_TITLES = {
    "utility": "Reads by feeder and day", "substation": "Reads by feeder and day", "feeder": "Reads by feeder and day",
    "transformer": "Reads by meter and day", "meter": "Reads by day and hour",
}  # fmt: skip
TABLE_TITLES = {
    "utility": ("Feeders, fewest reads first", "a click opens the feeder"),
    "substation": ("Feeders, fewest reads first", "a click opens the feeder"),
    "feeder": ("By day", "the feeder chosen"),
    "transformer": ("Gaps, longest first", "a click opens the meter"),
    "meter": ("Gaps, longest first", "reads missing, estimated or late"),
}
# Where one band ends, %, from good to bad; six bands each.
BANDS = {
    "received": (99.5, 98.0, 95.0, 90.0, 50.0),
    "estimated": (0.5, 1.0, 2.0, 5.0, 10.0),
    "late": (0.5, 1.0, 2.0, 5.0, 10.0),
    "missing": (0.5, 1.0, 2.0, 5.0, 10.0),
}
COUNTS = ("expected", "received", "estimated", "late", "explained")
LOW_RECEIVED_PCT, VERY_LOW_RECEIVED_PCT = 99.0, 95.0
HIGH_ESTIMATED_PCT, HIGH_LATE_PCT = 2.0, 2.0
LONG_GAP_MINUTES = 24 * 60.0
STATES = {
    "missing": "Missing", "no_record": "No record", "explained": "Explained by an outage", "estimated": "Estimated",
    "late": "Late",
}  # fmt: skip

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Reads:
    """The reads of a period.

    Attributes:
        rows: of `days_query`, by feeder and day or by meter and day.
        heat: the same as a matrix.
        sums: over everything.
        knows_outages: outages have been looked at; before, whatever is not there counts as missing.
    """

    rows: pa.Table
    heat: ReadShares
    sums: Totals
    knows_outages: bool = False


def reads_of(rows: pa.Table, first_day: dt.date, end_day: dt.date, *, knows_outages: bool = False) -> Reads:
    """The rows of `days_query` with `intervals_explained`, laid out."""
    return Reads(rows, heat_map_of(rows, first_day, end_day), totals(rows), knows_outages)


@dataclass(frozen=True, slots=True, eq=False)
class CompletenessAnswer:
    """What came.

    Attributes:
        reads: by feeder and day; by meter and day below a feeder.
        queries: the statements behind it.
        gaps: of a transformer's meters or of one meter, longest first; None for feeders.
        hours: of one meter, by day and hour; else None.
    """

    reads: Reads
    queries: tuple[Query, ...]
    gaps: pa.Table | None = None
    hours: Matrix | None = None

    @property
    def has_reads(self) -> bool:
        """Whether there is a record of any day."""
        return bool(pc.count(self.reads.rows["intervals_received"]).as_py())


def fetch(source: Source, ground: Ground) -> CompletenessAnswer:
    """Runs in a worker.

    Raises:
        QueryError: there is no such transformer or meter.
    """
    scope, first, end = scope_of(source, ground), ground.first_day, ground.end_day
    query = completeness.days_query(scope, first, end)
    days = source.fetch(query)
    if not scope.is_below_feeder or not days.num_rows:
        return CompletenessAnswer(reads_of(completeness.with_explained(days), first, end), (query,))
    asked = completeness.reads_query(scope, days["meter_id"].to_pylist(), first, end)
    about = completeness.interruptions_query(scope, ground.period)
    intervals, outages = source.fetch(asked), source.fetch(about)
    days = completeness.without_due(days, intervals, ground.time_zone)
    days = completeness.explained_by_meter(days, intervals, outages, ground.time_zone)
    is_one = ground.kind == "meter"
    hours = completeness.by_hour(intervals, outages, first, end, ground.time_zone) if is_one else None
    reads = reads_of(days, first, end, knows_outages=True)
    return CompletenessAnswer(reads, (query, asked, about), completeness.gaps(intervals, outages), hours)


def explained_wish(ground: Ground) -> Query | None:
    """What is asked of the outages of feeders; what is below one is told with its own reads."""
    if ground.is_below_feeder:
        return None
    return completeness.explained_query(ground.feeders, ground.first_day, ground.end_day, ground.period)


def with_outages(answer: CompletenessAnswer, explained: pa.Table, ground: Ground, query: Query) -> CompletenessAnswer:
    """The answer, with the missing reads that outages explain told apart."""
    rows = completeness.with_explained(answer.reads.rows, explained)
    reads = reads_of(rows, ground.first_day, ground.end_day, knows_outages=True)
    return replace(answer, reads=reads, queries=(*answer.queries[:1], query))


def figures(reads: Reads, gaps: pa.Table | None = None, time_zone: str = "UTC") -> list[Figure]:
    """The row of figures.

    Args:
        reads: of the period.
        gaps: of a transformer's meters or of one meter; None for feeders.
        time_zone: IANA name of the utility's clock.
    """
    sums = reads.sums
    due = still_due(reads)
    received = sums.received_pct
    tone: Tone = "normal"
    if received is not None and received < LOW_RECEIVED_PCT:
        tone = "bad" if received < VERY_LOW_RECEIVED_PCT else "warning"
    return [
        Figure("Received", formats.number(received, 2), "%",
               f"{formats.number(sums.received)} of {formats.number(sums.expected)} reads", tone),
        Figure("Measured", formats.number(sums.measured_pct, 2), "%", "received without estimates"),
        Figure("Estimated", formats.number(sums.estimated_pct, 2), "%", f"{formats.number(sums.estimated)} reads",
               _high(sums.estimated_pct, HIGH_ESTIMATED_PCT)),
        Figure("Late", formats.number(sums.late_pct, 2), "%", "more than 6 h after the interval",
               _high(sums.late_pct, HIGH_LATE_PCT)),
        _missing(reads, due),
        Figure("Explained by outages", formats.number(sums.explained), "reads", "missing while their supply was away",
               is_waiting=not reads.knows_outages),
        _without_record(reads.heat) if gaps is None else _longest_gap(gaps, time_zone),
    ]  # fmt: skip


def _missing(reads: Reads, due: int) -> Figure:
    """What is not there without a reason; while nobody has looked for outages, whatever is not there."""
    sums = reads.sums
    count = max(sums.expected - sums.received - sums.explained, 0)
    why = "no outage explains them" if reads.knows_outages else "expected and never received"
    return Figure("Missing", formats.number(count), "reads", f"{why}; {formats.number(due)} still due" if due else why)


def still_due(reads: Reads) -> int:
    """Reads that are not there and not late yet: neither expected nor missing."""
    rows = reads.rows
    return int(pc.sum(rows["intervals_due"]).as_py() or 0) if "intervals_due" in rows.column_names else 0


def _without_record(heat: ReadShares) -> Figure:
    count = int(np.isnan(heat.received_pct).sum())
    tone: Tone = "warning" if count else "normal"
    return Figure("Without a record", formats.number(count), "feeder days", "no rows for that feeder and day", tone)


def _longest_gap(gaps: pa.Table, time_zone: str) -> Figure:
    """The longest time that a meter was not read at all."""
    missing = gaps.filter(pc.is_in(gaps["state"], value_set=pa.array(MISSING)))
    if not missing.num_rows:
        return Figure("Longest gap", "0", "min", "no read is missing without a reason")
    worst = missing.slice(0, 1).to_pylist()[0]
    note = f"{worst['meter_name']}, {formats.day_and_clock(worst['started_at'], time_zone)}"
    tone: Tone = "warning" if worst["minutes"] >= LONG_GAP_MINUTES else "normal"
    return Figure("Longest gap", formats.duration(worst["minutes"]), "", note, tone)


def _high(share_pct: float | None, limit_pct: float) -> Tone:
    return "warning" if share_pct is not None and share_pct > limit_pct else "normal"


def share_of(counts: Matrix, share: str) -> Floats:
    """One of SHARES by cell, %; NaN where nothing is known."""
    values: Floats = getattr(counts, f"{share}_pct")
    return values


def worst_first(counts: Matrix, share: str) -> NDArray[np.int64]:
    """Rows of the heat map, the worst on top; of equals the lower number."""
    part: Floats = getattr(counts, share)
    whole = counts.expected if share in ("received", "missing") else counts.received
    with np.errstate(invalid="ignore", divide="ignore"):
        overall = np.nansum(part, axis=1) / np.nansum(whole, axis=1)
    badness = -overall if share == "received" else overall
    return np.argsort(-np.nan_to_num(badness, nan=np.inf), kind="stable")


def cell_colours(share_pct: Floats, share: str, room: Theme, vision: Vision) -> NDArray[Any]:
    """The cells' colours as hex: calm where reads are as they should be."""
    colours = np.array(band_colours(room, vision), dtype=object)
    edges = np.asarray(BANDS[share])
    values = np.nan_to_num(share_pct, nan=0.0)
    band = (values[..., None] < edges).sum(axis=-1) if share == "received" else (values[..., None] > edges).sum(axis=-1)
    picked: NDArray[Any] = colours[band]
    return picked


def band_colours(room: Theme, vision: Vision) -> list[str]:
    """The bands' colours as hex, from good, which is quiet, to bad."""
    return [hexadecimal(colour) for colour in palette(room, vision).feeder_load]


def band_labels(share: str) -> tuple[str, ...]:
    """The bands in words, from good to bad."""
    edges = [f"{edge:g}" for edge in BANDS[share]]
    if share == "received":
        return (f"≥ {edges[0]} %", *(f"≥ {edge}" for edge in edges[1:]), f"< {edges[-1]}")
    return (f"≤ {edges[0]} %", *(f"≤ {edge}" for edge in edges[1:]), f"> {edges[-1]}")


def details(counts: Matrix) -> NDArray[Any]:
    """A few words for each cell's tooltip."""
    write = np.frompyfunc(
        lambda received, expected, estimated, late, explained: (
            f"{received:,.0f} of {expected:,.0f}, {estimated:,.0f} estimated, {late:,.0f} late"
            + (f", {explained:,.0f} missing by an outage" if explained else "")
        ), 5, 1,
    )  # fmt: skip
    answer: NDArray[Any] = write(
        *(
            np.nan_to_num(part)
            for part in (counts.received, counts.expected, counts.estimated, counts.late, counts.explained)
        )
    )
    return answer


def by_day(reads: Reads) -> pa.Table:
    """One row a day: reading_day, intervals_expected, _received, _estimated, _late, _explained, _missing."""
    sums = reads.rows.group_by("reading_day").aggregate([(f"intervals_{name}", "sum") for name in COUNTS])
    table = sums.rename_columns([name.removesuffix("_sum") for name in sums.column_names]).sort_by("reading_day")
    table = pa.table({name: pc.fill_null(table[name], 0) for name in table.column_names})  # no meter has a record
    return _with_shares(table.append_column("intervals_missing", pa.array(_unexplained(table))))


def _unexplained(table: pa.Table | dict[str, pa.Array]) -> NDArray[np.int64]:
    """Expected, neither received nor explained by an outage."""
    expected, *others = (table[f"intervals_{name}"].to_numpy() for name in ("expected", "received", "explained"))
    return np.maximum(expected - sum(others), 0)


def on_day(heat: ReadShares, day: dt.date) -> ReadShares:
    """The same rows over one day alone."""
    chosen = heat.days == np.datetime64(day, "D")
    parts = {name: getattr(heat.counts, name)[:, chosen] for name in COUNTS}
    return replace(heat, counts=replace(heat.counts, days=heat.days[chosen], **parts))


def by_feeder(heat: ReadShares) -> pa.Table:
    """One row a feeder, fewest reads received first: counts, shares in %, days_missing."""
    counts = heat.counts
    sums = {f"intervals_{name}": pa.array(np.nansum(getattr(counts, name), axis=1).astype(np.int64)) for name in COUNTS}
    table = pa.table(
        {
            "feeder_id": pa.array(heat.row_ids), "feeder_name": pa.array(list(heat.row_names), pa.string()),
            **sums, "intervals_missing": pa.array(_unexplained(sums)),
            "days_missing": pa.array(np.isnan(counts.expected).sum(axis=1)),
        }
    )  # fmt: skip
    return _with_shares(table).take(pa.array(worst_first(counts, "received")))


def _with_shares(table: pa.Table) -> pa.Table:
    whole = {"received": "expected", "estimated": "received", "late": "received"}
    for part, of in whole.items():
        part_n, of_n = (table[f"intervals_{name}"].to_numpy().astype(float) for name in (part, of))
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.where(of_n > 0, 100.0 * part_n / of_n, np.nan)
        table = table.append_column(f"{part}_pct", pa.array(share, from_pandas=True))
    return table


def gaps_on(gaps: pa.Table, day: dt.date, time_zone: str) -> pa.Table:
    """The gaps that a local day has a part in.

    Args:
        gaps: of `history.completeness.gaps`.
        day: the local day.
        time_zone: IANA name of the utility's clock.
    """
    first, end = (utc64(at) for at in period_utc(day, day + dt.timedelta(days=1), time_zone))
    started = instants(gaps["started_at"])
    ended = started + (floats(gaps["minutes"]) * 60).astype("timedelta64[s]")
    return gaps.filter(pa.array((started < end) & (ended > first)))


def gaps_listed(gaps: pa.Table) -> pa.Table:
    """The gaps with `gap_id` (their place) and `what` (the state in words)."""
    words = pa.array([STATES[state] for state in gaps["state"].to_pylist()], pa.string())
    return gaps.append_column("what", words).append_column("gap_id", pa.array(range(gaps.num_rows), pa.int32()))


def hours_table(counts: Matrix) -> pa.Table:
    """One row a local day and hour: reading_day, hour, intervals_expected, _received, _estimated, _late, _explained."""
    day, hour = np.nonzero(np.isfinite(counts.expected))
    columns = {f"intervals_{name}": getattr(counts, name)[day, hour].astype(np.int64) for name in COUNTS}
    return pa.table({"reading_day": pa.array(counts.days[day]), "hour": hour, **columns})
