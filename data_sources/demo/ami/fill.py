"""Filling the demo's history with whole days: which, how long it takes, whether the disk holds it, and how far it is.

What is done stands in the manifest beside the files, so an interrupted fill goes on where it was: days that were made
are not made again, a day under way when the process died was never there.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from data_sources.demo.ami.calendar import day_starts
from data_sources.demo.ami.day import MadeDay, is_made, make_day
from data_sources.demo.ami.prepare import prepare_history
from data_sources.demo.ami.utility import load_demo_utility
from data_sources.errors import ImportRefused
from data_sources.pipeline.notify import notify
from data_sources.pipeline.rollups.settling import FILLING
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.warehouse.files import Manifest, Warehouse

Tell = Callable[[str, float], None]

PROGRESS: Final = "fill"  # note of the manifest, as JSON
RATES: Final = "fill_rates"
SAME_WEEKDAY: Final = dt.timedelta(days=364)  # a year back, on the same weekday
SPARE_BYTES: Final = 2 << 30  # the disk must keep this much for the database and logs


@dataclass(frozen=True, slots=True)
class Rates:
    """What a day costs; measured on this machine after the first day.

    Attributes:
        rows_per_s: made and written.
        rollup_rows_per_s: rolled up.
        bytes_per_row: of readings, their copy by meter, rollups and heads together.
    """

    rows_per_s: float = 2.5e6
    rollup_rows_per_s: float = 1.8e6
    bytes_per_row: float = 7.3


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a fill is.

    Attributes:
        text: what is going on, for a person.
        days_done, days_planned: of this plan.
        updated_at: ISO time, UTC.
    """

    text: str
    days_done: int
    days_planned: int
    updated_at: str

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do."""
        return self.days_done >= self.days_planned


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a plan needs.

    Attributes:
        days: still to be made.
        rows: readings of meters.
        size_bytes: on disk.
        seconds: at the rates measured here, or usual ones.
    """

    days: int
    rows: int
    size_bytes: int
    seconds: float

    def sentence(self) -> str:
        """For a person, before it starts."""
        return (
            f"{self.days} day{'s' * (self.days != 1)}, {self.rows:,} readings: about {_duration(self.seconds)} and "
            f"{self.size_bytes / 1e9:,.1f} GB of disk."
        )


def days_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """The days of a range, both ends included, newest first."""
    return [last - dt.timedelta(days=k) for k in range((last - first).days + 1)]


def usual_plan(today: dt.date) -> list[dt.date]:
    """The fortnight that ended yesterday, then the same weekdays of the year before, newest first."""
    fortnight = days_between(today - dt.timedelta(days=14), today - dt.timedelta(days=1))
    return [*fortnight, *(day - SAME_WEEKDAY for day in fortnight)]


def missing_days(manifest: Manifest, utility_id: int, plan: Iterable[dt.date]) -> list[dt.date]:
    """The days of a plan that were not made, each once, in its order."""
    return [day for day in dict.fromkeys(plan) if not is_made(manifest, utility_id, day)]


def estimate(source: PostgresSource, warehouse: Warehouse, utility_id: int, plan: Sequence[dt.date]) -> Estimate:
    """What the missing days of a plan need."""
    utility, manifest = load_demo_utility(source, utility_id), warehouse.manifest()
    days = missing_days(manifest, utility_id, plan)
    rows = sum(len(day_starts(day, utility.time_zone)) for day in days) * len(utility.meter_ids)
    rates = read_rates(manifest)
    seconds = rows / rates.rows_per_s + rows / rates.rollup_rows_per_s
    return Estimate(len(days), rows, int(rows * rates.bytes_per_row), seconds)


def check_disk(warehouse: Warehouse, needed: Estimate, *, free_bytes: int | None = None) -> None:
    """Refuse a plan that the disk would not hold.

    Args:
        warehouse: where to.
        needed: by the plan.
        free_bytes: on its disk; asked of the system by default.

    Raises:
        ImportRefused: it would not; the sentence has both figures.
    """
    folder = next(folder for folder in (warehouse.root, *warehouse.root.parents) if folder.exists())
    free = shutil.disk_usage(folder).free if free_bytes is None else free_bytes
    if needed.size_bytes + SPARE_BYTES > free:
        raise ImportRefused(
            f"{needed.days} days of readings need about {needed.size_bytes / 1e9:,.1f} GB, and "
            f"{SPARE_BYTES / 1e9:,.1f} GB must stay free; the disk of {warehouse.root} has {free / 1e9:,.1f} GB."
        )


def fill(
    source: PostgresSource, warehouse: Warehouse, utility_id: int, plan: Sequence[dt.date], closing: threading.Event,
    tell: Tell, *, threads: int = 1, between: Callable[[], None] | None = None,
) -> int:  # fmt: skip
    """Make the missing days of a plan in its order; stops between two days when asked to.

    Args:
        source: the live database.
        warehouse: where to.
        utility_id: a demo utility.
        plan: local days.
        closing: set it to stop.
        tell: told what is going on and the share done.
        threads: processor cores to take.
        between: called before each day, for what must not wait for the end.

    Returns:
        How many days were made.

    Raises:
        ImportRefused: the disk would not hold the plan; nothing was made.
        FluxError: the utility is no demo.
    """
    planned = list(dict.fromkeys(plan))
    stamp = prepare_history(source, warehouse, utility_id).stamp
    _check_plan(source, warehouse, utility_id, planned, tell)
    made = 0
    for day in missing_days(warehouse.manifest(), utility_id, planned):
        if between:
            between()
        if closing.is_set():
            break
        if load_demo_utility(source, utility_id).stamp != stamp:  # made anew meanwhile
            stamp = prepare_history(source, warehouse, utility_id).stamp
        _report(warehouse, tell, f"Making readings of {day:%a %d %b %Y}", utility_id, planned)
        _remember_rates(warehouse, make_day(source, warehouse, utility_id, day, threads=threads))
        notify(source, "ami")
        made += 1
    _report(warehouse, tell, "Readings", utility_id, planned)
    return made


def fill_demo(
    source: PostgresSource, warehouse: Warehouse, plan: Sequence[dt.date], tell: Tell, say: Callable[[str], None],
    *, threads: int = 2,
) -> int:  # fmt: skip
    """Fill the demo utility there is, for a person at a terminal; what it needs is said before it starts.

    Raises:
        ImportRefused: there is no demo utility, or the disk would not hold the plan.
    """
    demos = [row["utility_id"] for row in source.fetch(Query.of("utilities")).to_pylist() if row["is_demo"]]
    if not demos:
        raise ImportRefused("There is no demo utility to make readings for: `fluxops demo` makes one.")
    needed = estimate(source, warehouse, demos[0], plan)
    say(needed.sentence())
    return fill(source, warehouse, demos[0], plan, threading.Event(), tell, threads=threads)


def plan_of(firsts: Sequence[str], lasts: Sequence[str]) -> list[dt.date]:
    """The days of ranges as typed (`--ami-range FROM TO`, repeatable), newest first; each day once.

    Raises:
        ImportRefused: a date cannot be read, stands alone, or a range ends before it begins.
    """
    if len(firsts) != len(lasts):
        raise ImportRefused(
            "--ami-range takes two dates, the first and the last day: --ami-range 2026-07-01 2026-08-31."
        )
    try:
        ranges = [(dt.date.fromisoformat(a), dt.date.fromisoformat(b)) for a, b in zip(firsts, lasts, strict=True)]
    except ValueError as error:
        raise ImportRefused(f"--ami-range takes dates like 2026-07-01: {error}.") from error
    if any(last < first for first, last in ranges):
        raise ImportRefused("--ami-range names a range that ends before it begins.")
    return sorted({day for first, last in ranges for day in days_between(first, last)}, reverse=True)


def read_progress(manifest: Manifest) -> Progress | None:
    """How far the last fill is; None where there was none."""
    found = manifest.notes.get(PROGRESS)
    return Progress(**json.loads(found)) if found else None


def read_rates(manifest: Manifest) -> Rates:
    """What a day costs here, or usually."""
    found = manifest.notes.get(RATES)
    return Rates(**json.loads(found)) if found else Rates()


def _check_plan(
    source: PostgresSource, warehouse: Warehouse, utility_id: int, planned: Sequence[dt.date], tell: Tell
) -> None:
    """Refuse, and let the page say why too."""
    try:
        check_disk(warehouse, estimate(source, warehouse, utility_id, planned))
    except ImportRefused as refusal:
        _report(warehouse, tell, str(refusal).rstrip("."), utility_id, planned)
        raise


def _report(warehouse: Warehouse, tell: Tell, what: str, utility_id: int, planned: Sequence[dt.date]) -> None:
    done = len(planned) - len(missing_days(warehouse.manifest(), utility_id, planned))
    text = f"{what} ({done} of {len(planned)} days are there)"
    progress = Progress(text, done, len(planned), dt.datetime.now(dt.UTC).isoformat(timespec="seconds"))
    said = "" if progress.is_complete else dt.datetime.now(dt.UTC).replace(tzinfo=None).isoformat()
    warehouse.commit(lambda manifest: manifest.with_notes(**{PROGRESS: json.dumps(asdict(progress)), FILLING: said}))
    tell(text, done / max(len(planned), 1))


def _remember_rates(warehouse: Warehouse, made: MadeDay) -> None:
    rates = Rates(
        rows_per_s=made.rows / max(made.seconds, 1e-3),
        rollup_rows_per_s=made.rows / max(made.rollup_seconds, 1e-3),
        bytes_per_row=(2 * made.size_bytes + made.rollup_bytes) / made.rows * 1.02,  # heads and transformer meters
    )
    warehouse.commit(lambda manifest: manifest.with_notes(**{RATES: json.dumps(asdict(rates))}))


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    if seconds < 5400:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:.1f} hours"
