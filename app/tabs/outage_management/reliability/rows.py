"""What the reliability view shows of an answer: figures, the table of indices, the calendar's cells, words. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from app import formats
from app.charts.calendar import CalendarCells
from app.charts.chart import shades
from app.charts.lines import Line
from app.scope_bar.period import in_words
from app.tabs.outage_management.reliability.answer import ReliabilityAnswer
from app.theme import Tokens
from app.widgets.column import Column, spoken
from app.widgets.figures import Figure
from app.widgets.html import Markup, el
from data_sources.analytics.reliability.major_events import YEARS
from data_sources.analytics.reliability.parts import ALL_IN, LOSS_OF_SUPPLY, OWN, PLANNED, WITHOUT_MAJOR
from data_sources.history.reliability import NEEDS_TRANSFORMERS, PeriodIndices, ReliabilityPeriod, has_limits


@dataclass(frozen=True, slots=True)
class IndexKind:
    """One index.

    Attributes:
        key: attribute of the indices; `cemi:3` is one of the indices over customers.
        name: as the standard calls it.
        unit: in words.
        decimals: shown.
        meaning: in a sentence.
        factor: what a value is multiplied by before it is written.
    """

    key: str
    name: str
    unit: str
    decimals: int
    meaning: str
    factor: float = 1.0


KINDS: Final = (
    IndexKind("saifi", "SAIFI", "interruptions", 3, "Sustained interruptions a customer served"),
    IndexKind("saidi_minutes", "SAIDI", "min", 1, "Minutes without supply a customer served"),
    IndexKind("caidi_minutes", "CAIDI", "min", 1, "Minutes a sustained interruption"),
    IndexKind("asai", "ASAI", "%", 3, "Share of the time with supply", 100.0),
    IndexKind("maifi", "MAIFI", "interruptions", 3, "Momentary interruptions (5 min or less) a customer served"),
    IndexKind("maifi_e", "MAIFI_E", "events", 3, "Momentary interruption events a customer served"),
    IndexKind("cemi:3", "CEMI-3", "%", 2, "Customers with 3 or more sustained interruptions", 100.0),
    IndexKind("cemi:5", "CEMI-5", "%", 2, "Customers with 5 or more sustained interruptions", 100.0),
    IndexKind("celid_s:8", "CELID-s 8 h", "%", 2, "Customers with a single interruption of 8 h or longer", 100.0),
    IndexKind("celid_t:8", "CELID-t 8 h", "%", 2, "Customers with 8 h or more without supply in total", 100.0),
    IndexKind("caifi", "CAIFI", "interruptions", 3, "Sustained interruptions a customer interrupted"),
    IndexKind("ctaidi_minutes", "CTAIDI", "min", 1, "Minutes without supply a customer interrupted"),
    IndexKind("asifi", "ASIFI", "kVA/kVA", 3, "kVA interrupted a kVA served"),
    IndexKind("asidi_minutes", "ASIDI", "min", 1, "Minutes without supply a kVA served"),
)
IN_FRONT: Final = ("saifi", "saidi_minutes", "caidi_minutes", "asai", "maifi_e", "cemi:3")
OVER_CUSTOMERS: Final = frozenset({"cemi:3", "cemi:5", "celid_s:8", "celid_t:8", "caifi", "ctaidi_minutes"})
OF_LASTING: Final = frozenset(
    {"saifi", "saidi_minutes", "caidi_minutes"}
)  # told of planned ones and loss of supply too
PARTS: Final[Mapping[str, str]] = {
    ALL_IN: "all_in", WITHOUT_MAJOR: "without_major", PLANNED: "planned", LOSS_OF_SUPPLY: "loss_of_supply", OWN: "own",
}  # fmt: skip
SHORT_UNITS: Final = {
    "interruptions": "",
    "events": "",
    "kVA/kVA": "",
}  # counts a customer or kVA: the index says of what
# Minutes of SAIDI at which a band of the calendar ends; the last one is open.
BAND_MINUTES: Final = (0.1, 0.5, 2.0, 5.0)
BAND_LABELS: Final = ("none", "to 0.1", "to 0.5", "to 2", "to 5", "over 5")


def value(found: PeriodIndices, kind: IndexKind, part: str = ALL_IN) -> float | None:
    """One index of one part, in the unit that it is shown in; None where it is not told."""
    if kind.key in OVER_CUSTOMERS:
        return _over_customers(found, kind) if part == ALL_IN else None
    if part not in found.parts or (part in (PLANNED, LOSS_OF_SUPPLY) and kind.key not in OF_LASTING):
        return None
    number = float(getattr(found.parts[part], kind.key)[0]) * kind.factor
    return number if np.isfinite(number) else None


def _over_customers(found: PeriodIndices, kind: IndexKind) -> float | None:
    if found.customers is None:
        return None
    name, _, least = kind.key.partition(":")
    held = getattr(found.customers, name)
    number = float(held[int(least)] if least else held) * kind.factor
    return number if np.isfinite(number) else None


def need(found: PeriodIndices, kind: IndexKind) -> str:
    """What an index that is not told would need; empty where it is told."""
    if value(found, kind) is not None:
        return ""
    if kind.key in OVER_CUSTOMERS:
        return f"Needs {NEEDS_TRANSFORMERS}" if found.customers is None else "Nobody was interrupted"
    return f"Needs {found.needs[kind.key]}" if kind.key in found.needs else "No sustained interruption"


def index_table(answer: ReliabilityAnswer) -> pa.Table:
    """One row an index: by part, a year before, the change, what is missing."""
    made = []
    for place, kind in enumerate(KINDS):
        parts = {name: value(answer.now, kind, part) for part, name in PARTS.items()}
        before = None if answer.before is None else value(answer.before, kind)
        change = None if before is None or parts["all_in"] is None else parts["all_in"] - before
        missing = need(answer.now, kind)
        made.append(
            {"place": place, "index": kind.name, "unit": kind.unit, **parts, "before": before, "change": change,
             "meaning": f"{kind.meaning}. {missing}." if missing else kind.meaning}
        )  # fmt: skip
    numbers = [*PARTS.values(), "before", "change"]
    schema = pa.schema([("place", pa.int32()), ("index", pa.string()), ("unit", pa.string()),
                        *((name, pa.float64()) for name in numbers), ("meaning", pa.string())])  # fmt: skip
    return pa.Table.from_pylist(made, schema)


def index_columns(year_before: str) -> list[Column]:
    """Of the table of indices; each row is written with the decimals of its index."""

    def column(key: str, title: str, tip: str = "") -> Column:
        def write(row: Mapping[str, object]) -> str:
            kind, number = KINDS[row["place"]], row[key]  # type: ignore[call-overload]  # a row of ours
            written = formats.change if key == "change" else formats.number
            return written(number, kind.decimals)  # type: ignore[arg-type]  # likewise

        return Column(key, title, "number", write=write, tip=tip)

    return [
        Column("index", "Index", write=_index_words),
        column("all_in", "All in", "Every interruption on record."),
        column("without_major", "No MED", "Without major event days: those above T_MED (IEEE 1366, 2.5 beta)."),
        column("planned", "Planned", "Announced by the utility."),
        column("loss_of_supply", "Supply", "Loss of supply: began above the distribution system."),
        column("own", "Own", "Unplanned, of the distribution system, without major event days."),
        column("before", year_before, "All in, the same days a year earlier."),
        column("change", "Change", "All in, against the year before."),
    ]


def _index_words(row: Mapping[str, object]) -> Markup:
    """The index with its unit; what it tells, or needs, is its tooltip, since a table of ten columns would not fit."""
    unit = el("span", f" {SHORT_UNITS.get(str(row['unit']), row['unit'])}", cls="secondary")
    return el("span", str(row["index"]), unit, title=row["meaning"])


def figures(answer: ReliabilityAnswer) -> list[Figure]:
    """The six in front: all in, without major event days, a year before."""
    kinds = {kind.key: kind for kind in KINDS}
    return [_figure(answer, kinds[key]) for key in IN_FRONT]


def before_words(answer: ReliabilityAnswer) -> str:
    """The period a year earlier: `2025`, `2025 to date` where it ends on the day that is today, else `Year before`.

    Where days of the period are yet to come it ends early, and says when: `To 29 Nov 2025`.
    """
    if answer.before is None:
        return "Year before"
    year = answer.before.period.first_day.year
    if _is_under_way(answer):
        last = answer.before.period.end_day - dt.timedelta(days=1)
        return f"To {last.day} {last:%b %Y}"
    if answer.before.period == ReliabilityPeriod(dt.date(year, 1, 1), dt.date(year + 1, 1, 1)):
        return str(year)
    return f"{year} to date" if answer.now.period == answer.record.year_to_date() else "Year before"


def _is_under_way(answer: ReliabilityAnswer) -> bool:
    """Whether days of the period are yet to come."""
    return answer.record.so_far(answer.now.period) != answer.now.period


def _figure(answer: ReliabilityAnswer, kind: IndexKind) -> Figure:
    now, normal = value(answer.now, kind), value(answer.now, kind, WITHOUT_MAJOR)
    missing = need(answer.now, kind)
    notes = [missing] if missing else []
    if normal is not None and now is not None:
        notes.append(f"{formats.number(normal, kind.decimals)} without MED")
    before = None if answer.before is None else value(answer.before, kind)
    if before is not None and answer.before is not None:
        notes.append(f"{before_words(answer)}: {formats.number(before, kind.decimals)}")
    return Figure(kind.name, formats.number(now, kind.decimals), kind.unit, "\n".join(notes))


FEEDER_COLUMNS: Final = [
    Column("group_name", "Feeder", file_name="feeder_name"),
    Column("customer_minutes", "Minutes", "count", tip="Customer minutes interrupted."),
    Column("minutes_share_pct", "Share", "share", 1, tip="Of all customer minutes in the list.", room="medium"),
    Column("saidi_minutes", "SAIDI", "number", 1, unit="min", tip="Minutes a customer of the feeder."),
    Column("saidi_without_major_minutes", "No MED", "number", 1, unit="min", tip="SAIDI without major event days."),
    Column("saifi", "SAIFI", "number", 2, tip="Sustained interruptions a customer of the feeder."),
    Column("caidi_minutes", "CAIDI", "number", 0, unit="min", room="medium"),
    Column("maifi_e", "MAIFI_E", "number", 2, room="medium"),
    Column("sustained_outages", "Outages", "count"),
    Column("customers_served", "Customers", "count"),
]


def trend(months: pa.Table, choice: str) -> tuple[np.ndarray, list[Line], list[str]]:
    """(first of each month, SAIDI and SAIFI, the months' names).

    Args:
        months: `GROUP_ROWS` by month.
        choice: of `state.TRENDS`.
    """
    at = np.array(months["group_name"].to_pylist(), "datetime64[M]").astype("datetime64[s]")
    names = [f"{one:%B %Y}" for one in at.astype("datetime64[D]").tolist()]
    stem, words = ("", "") if choice == "all_in" else ("_without_major", " without MED")
    columns = ((f"SAIDI{words}", "min", f"saidi{stem}_minutes"), (f"SAIFI{words}", "interruptions", f"saifi{stem}"))
    lines = [Line(name, of, months[column].to_numpy().astype(np.float64)) for name, of, column in columns]
    return at, lines, names


def trend_words(months: pa.Table, choice: str) -> str:
    """Which months are told, and which years stay empty although they have outages: nothing tells their T_MED."""
    known = months["saidi_without_major_minutes"].is_valid().to_pylist()
    years = {name[:4] for name, is_known in zip(months["group_name"].to_pylist(), known, strict=True) if not is_known}
    if choice == "all_in" or not years:
        return "all years on record"
    return f"all years; no T_MED for {', '.join(sorted(years))}"


def causes(table: pa.Table) -> tuple[list[str], list[float], list[str]]:
    """(causes as a person says them, thousands of customer minutes, a note), the longest first."""
    rows = table.to_pylist()
    notes = [
        f"{formats.percent(row['minutes_share_pct'], 1)} of all; {formats.count_of(row['sustained_outages'], 'outage')}"
        for row in rows
    ]
    return (
        [spoken(row["group_name"] or "unknown") for row in rows],
        [row["customer_minutes"] / 1000 for row in rows],
        notes,
    )


def band_colours(tokens: Tokens) -> list[str]:
    """From no SAIDI at all to the most."""
    return [tokens.raised, *shades(tokens, "accent", len(BAND_MINUTES) + 1)]


def calendar(answer: ReliabilityAnswer, tokens: Tokens) -> CalendarCells:
    """A cell a day that is over or under way; major event days in the colour of attention."""
    days, bands = answer.days, band_colours(tokens)
    colours, words = [], []
    for minutes, is_major in zip(days.minutes.tolist(), days.is_major.tolist(), strict=True):
        band = 0 if minutes == 0 else 1 + int(np.searchsorted(BAND_MINUTES, minutes))
        is_over = np.isfinite(minutes)
        colours.append("" if not is_over else tokens.attention if is_major else bands[band])
        told = f"SAIDI {formats.quantity(minutes, 'min', 2)}"
        words.append(f"{told}; major event day of the utility" if is_major else told)
    return CalendarCells(days.first_day, colours, words)


def day_table(answer: ReliabilityAnswer) -> pa.Table:
    """The calendar as rows, for a file."""
    days, known = answer.days, np.isfinite(answer.days.minutes)
    dates = np.datetime64(days.first_day, "D") + np.arange(len(days.minutes))
    columns = {"day": dates[known], "saidi_minutes": days.minutes[known], "is_major_event_day": days.is_major[known]}
    return pa.table(columns)


def major_days(answer: ReliabilityAnswer) -> list[tuple[dt.date, float]]:
    """The major event days of the period and their SAIDI in minutes."""
    days = answer.days
    return [
        (days.first_day + dt.timedelta(days=place), float(days.minutes[place]))
        for place in np.flatnonzero(days.is_major).tolist()
    ]


def minutes_words(minutes: float) -> str:
    """`SAIDI 150.0 min`."""
    return f"SAIDI {formats.quantity(minutes, 'min', 1)}"


def major_words(answer: ReliabilityAnswer) -> str:
    """The major event days of the period, for who cannot see the calendar."""
    found = [f"{day.day} {day:%b} ({formats.number(minutes, 1)} min)" for day, minutes in major_days(answer)]
    if not has_limits(answer.record, answer.now.period):
        found.append("not known for all of it" if found else "not known")
    return f"Major event days: {', '.join(found)}" if found else "No major event day"


def limit_words(answer: ReliabilityAnswer) -> str:
    """T_MED of each year of the period, and what it was fitted on."""
    return "; ".join(threshold_words(answer, year) for year in _years(answer))


def threshold_words(answer: ReliabilityAnswer, year: int) -> str:
    """T_MED of one year, and the years it was fitted on."""
    limit = answer.record.limits.get(year)
    if limit is None and year > answer.record.year_to_date().first_day.year:
        return f"T_MED of {year} is fitted once {year - 1} is over"
    if limit is None:
        return f"T_MED of {year} needs two days with interruptions in the years before"
    fitted = [one for one in answer.record.years if year - YEARS <= one < year]
    of = f"{fitted[0]} to {fitted[-1]}" if len(fitted) > 1 else f"{fitted[0]} alone"
    minutes, days = formats.quantity(limit.minutes, "min", 2), formats.count_of(limit.days, "day")
    return f"T_MED of {year} {minutes}, fitted on {days} of {of}"


def _years(answer: ReliabilityAnswer) -> range:
    period = answer.now.period
    return range(period.first_day.year, (period.end_day - dt.timedelta(days=1)).year + 1)


def below_words(answer: ReliabilityAnswer, name: str) -> str:
    """What is picked below a feeder went through; indices are of more than one transformer.

    Args:
        answer: what came.
        name: what is picked.
    """
    own = answer.below
    if own is None:
        return f"{name} has no indices of its own: those of the whole utility are shown"
    told = formats.count_of(own.sustained, "sustained interruption")
    brief = f", {formats.number(own.momentary)} momentary" if own.momentary else ""
    minutes = f", {formats.duration(own.minutes)} in total" if own.sustained else ""
    return f"{name}: {told}{minutes}{brief} in this period; indices are those of the whole utility"


def period_words(answer: ReliabilityAnswer) -> str:
    """The days looked at, and whether some of them are yet to come."""
    days = in_words(answer.now.period.first_day, answer.now.period.end_day)
    return f"{days}, so far" if _is_under_way(answer) else days
