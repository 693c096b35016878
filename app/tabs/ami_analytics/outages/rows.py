"""What the view of a place's outages shows of its record: figures, rows of its two tables. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import pyarrow as pa

from app import formats
from app.widgets.column import Column, Row, spoken
from app.widgets.figures import Figure, Tone
from app.widgets.place_outages.words import figure_of, period_words
from data_sources.history.place_outages import Means, PlaceOutage, PlacePeriod, PlaceRecord

OUTAGE_COLUMNS: Final = [
    Column("out_at", "Supply lost", "datetime"),
    Column("minutes", "Lasted", "duration", tip="From the first one here without supply to the last one back"),
    Column("cause", "Cause", write=lambda row: spoken(row["cause"])),
    Column("kind", "Kind", "words"),
    Column(
        "customers_interrupted", "Customers", "count",
        tip="Who lost supply in the whole outage, of whatever transformer",
    ),
    Column("state", "State", "words"),
    Column("counts", "Counts as", "words", tip="Sustained: over five minutes here (IEEE 1366), else momentary"),
]  # fmt: skip
PERIOD_COLUMNS: Final = [
    Column("period", "Period"), Column("whose", "Whose"),
    Column("interruptions", "Interruptions", "number", write=lambda row: _told(row, "interruptions")),
    Column("minutes", "Minutes", "number"),
    Column("momentary", "Momentary", "number", write=lambda row: _told(row, "momentary")),
]  # fmt: skip
MEANS: Final = {"feeder": "Feeder's mean", "utility": "Utility's mean"}
OUTAGE_ROWS: Final = pa.schema(
    [
        ("outage_id", pa.int64()), ("out_at", pa.timestamp("us", "UTC")), ("restored_at", pa.timestamp("us", "UTC")),
        ("minutes", pa.float64()), ("cause", pa.string()), ("kind", pa.string()),
        ("customers_interrupted", pa.int32()), ("state", pa.string()), ("counts", pa.string()),
        ("is_simulated", pa.bool_()),
    ]
)  # fmt: skip
_OF: Final[dict[str, Callable[[Means], float]]] = {
    "interruptions": lambda means: means.interruptions, "minutes": lambda means: means.minutes,
    "momentary": lambda means: means.momentary,
}  # fmt: skip


def outage_rows(record: PlaceRecord) -> pa.Table:
    """One row an outage, newest first, with the columns of `OUTAGE_ROWS`."""
    return pa.Table.from_pylist([_outage_row(one, record) for one in record.outages], schema=OUTAGE_ROWS)


def _outage_row(one: PlaceOutage, record: PlaceRecord) -> dict[str, object]:
    over = one.restored_at or max(record.as_of, one.out_at)
    return {
        "outage_id": one.outage_id, "out_at": one.out_at, "restored_at": one.restored_at,
        "minutes": (over - one.out_at).total_seconds() / 60, "cause": one.cause, "kind": one.kind,
        "customers_interrupted": one.customers_interrupted, "state": one.state, "counts": counts_as(one),
        "is_simulated": one.is_simulated,
    }  # fmt: skip


def counts_as(one: PlaceOutage) -> str:
    """What it is in the figures; "not known here" where only its feeder is recorded."""
    if not one.is_counted:
        return "not known here"
    if one.sustained and one.momentary:
        return "sustained and momentary"
    return "sustained" if one.sustained else "momentary"


def period_rows(record: PlaceRecord, *, is_feeder: bool) -> pa.Table:
    """One row a period and whose: the last twelve months, then the years with anything on record of the utility.

    Returns:
        place (a key), period, whose, is_mean, interruptions, minutes, momentary.
    """
    known = [one for one in record.periods if one.year is None or one.utility is None or one.utility != Means()]
    rows = [row for one in known for row in _period_rows(one, period_words(one, record), is_feeder=is_feeder)]
    return pa.Table.from_pylist(rows)


def _period_rows(period: PlacePeriod, title: str, *, is_feeder: bool) -> Iterator[dict[str, object]]:
    whose = {} if is_feeder else {"place": "Here"}
    for name, words in (whose | MEANS).items():
        means: Means | None = getattr(period, name)
        values = {key: None if means is None else value(means) for key, value in _OF.items()}
        yield {"place": f"{title} {name}", "period": title, "whose": words, "is_mean": name != "place"} | values


def _told(row: Row, key: str) -> str:
    return figure_of(row[key], is_mean=row["is_mean"])


def figures(record: PlaceRecord, time_zone: str, *, is_feeder: bool) -> list[Figure]:
    """What is out now, then the last twelve months beside the means, and the longest of all on record."""
    recent = record.periods[0]
    return [
        _now(record, time_zone),
        *(
            _beside(title, name, recent.place, {} if is_feeder else {"feeder": recent.feeder}, recent.utility)
            for name, title in (
                ("interruptions", "Interruptions, 12 months"), ("minutes", "Without supply, 12 months"),
                ("momentary", "Momentary, 12 months"),
            )
        ),
        _longest(record, time_zone),
    ]  # fmt: skip


def _now(record: PlaceRecord, time_zone: str) -> Figure:
    if not record.now:
        return Figure("Outages now", "0", "", "none is under way here")
    one = min(record.now, key=lambda one: one.out_at)
    etr = one.estimated_restoration_at
    until = f"ETR {formats.clock(etr, time_zone)}" if etr else "no ETR yet"
    note = f"since {formats.day_and_clock(one.out_at, time_zone)}, {until}"
    return Figure("Outages now", formats.number(len(record.now)), "", note, "bad")


def _beside(
    title: str, name: str, own: Means | None, near: dict[str, Means | None], utility: Means | None
) -> Figure:  # fmt: skip
    """A quantity of the place, with the means it is to be judged by."""
    is_mean, value = not near, _OF[name]
    is_time = name == "minutes"

    def told(means: Means | None, *, as_mean: bool = True) -> str:
        number = None if means is None else value(means)
        return formats.number(number) if is_time else figure_of(number, is_mean=as_mean)

    others = ", ".join(f"{whose} {told(means)}" for whose, means in (near | {"utility": utility}).items())
    tone: Tone = "warning" if own and utility and value(own) > 2 * value(utility) > 0 else "normal"
    unit = "min" if is_time else "a customer" if is_mean else ""
    return Figure(title, told(own, as_mean=is_mean), unit, f"mean of the {others}{' min' if is_time else ''}", tone)


def _longest(record: PlaceRecord, time_zone: str) -> Figure:
    over = [one for one in record.outages if one.restored_at is not None and one.is_counted]
    if not over:
        return Figure("Longest", formats.NOTHING, "", "no outage on record here")
    longest = max(over, key=lambda one: (one.restored_at or one.out_at) - one.out_at)
    lasted = ((longest.restored_at or longest.out_at) - longest.out_at).total_seconds() / 60
    note = f"{formats.date_and_clock(longest.out_at, time_zone)}, {spoken(longest.cause).lower()}"
    return Figure("Longest on record", formats.duration(lasted), "", note)
