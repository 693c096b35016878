"""A file of outages to rows, each with its own interruption; what cannot be taken is counted and kept beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from data_sources.analytics.reliability.interruptions import Instants
from data_sources.errors import ImportRefused
from data_sources.importers.lists.beside import Refused, keep_beside
from data_sources.importers.lists.report import ListFileReport
from data_sources.importers.lists.rows import so_many
from data_sources.importers.lists.units import KVA, unit_named
from data_sources.importers.outages.headings import VAGUE_CUSTOMERS, bare
from data_sources.importers.outages.kinds import kind
from data_sources.importers.outages.lasted import lasted
from data_sources.importers.outages.options import OutageOptions
from data_sources.importers.outages.parsed import ListedOutages
from data_sources.importers.outages.rows import SheetRows
from data_sources.importers.outages.same_outage import are_out_already, numbers_of
from data_sources.importers.outages.sheet import read_sheet
from data_sources.importers.outages.times import Times
from data_sources.importers.readings.arrays import Bools, Floats, Ints
from data_sources.importers.readings.options import FileReport
from data_sources.importers.readings.parsed import Rejects

SHOWN_NUMBERS = 5
MOST_CUSTOMERS, MOST_KVA = 100_000_000, 1e9  # of one interruption: more than any utility has
OUT_ALREADY = "its customer is out already by another row"


def read_outages(path: Path, options: OutageOptions) -> tuple[ListedOutages, ListFileReport]:
    """The interruptions of a list of outages; refused rows go to a file beside it.

    Args:
        path: CSV or Parquet.
        options: what a person says about it.

    Raises:
        ImportRefused: it cannot be read, or does not tell what it needs to.
    """
    found, report, refused = parse_outages(path, options)
    report.kept_in = keep_beside(path, refused)
    return found, report


def parse_outages(path: Path, options: OutageOptions) -> tuple[ListedOutages, ListFileReport, list[Refused]]:
    """The same, with the refused rows as (line, reason, text) and nothing written."""
    rejects = Rejects(FileReport(path))
    sheet = read_sheet(path, options.columns, rejects)
    rows = SheetRows(sheet, options, rejects)
    found = _list(rows)
    report = ListFileReport(
        path, len(sheet) + _lines_lost(rejects, rows), len(found), rejects.report.rejected, list(rejects.report.notes)
    )
    report.notes += rows.passed_over()
    return found, report, rejects.take()


def _list(rows: SheetRows) -> ListedOutages:
    _refuse_unnamed(rows)
    customers = _customers(rows)
    began, minutes = lasted(rows, Times(rows), customers)
    if rows.has("customer") and not rows.has("customers"):
        _refuse_out_already(rows, began, minutes)
    _refuse_repeated(rows, began, minutes)
    is_planned, is_supply = kind(rows, "planned"), kind(rows, "supply")
    kva = _kva(rows)
    rows.refuse(kva < 0, "its kVA is negative")
    rows.refuse(kva > MOST_KVA, f"its kVA is more than {MOST_KVA:,.0f}")
    lat, lon = _places(rows)
    good = ~rows.bad
    texts = {role: rows.texts(role)[good] for role in
             ("outage", "step", "customer", "cause", "circuit", "substation", "device")}  # fmt: skip
    return ListedOutages(
        started_at=_seconds(began[good]), minutes=minutes[good],
        customers=customers[good], kva=kva[good], is_planned=is_planned[good], is_loss_of_supply=is_supply[good],
        lat=lat[good], lon=lon[good], line=rows.sheet.line[good], **texts,
    )  # fmt: skip


def _refuse_unnamed(rows: SheetRows) -> None:
    """What a list cannot do without.

    Raises:
        ImportRefused: a column is missing.
    """
    names = ", ".join(map(repr, rows.sheet.names))
    for role, what in (("start", "when they began"), ("customers", "how many customers each interrupted")):
        if not rows.has(role) and not (role == "customers" and rows.has("customer")):
            raise ImportRefused(
                f"{rows.sheet.file} does not say {what}: its columns are {names}; name it with --column {role}=NAME."
            )
    if not any(map(rows.has, ("end", "duration", "customer_minutes"))):
        raise ImportRefused(
            f"{rows.sheet.file} does not say how long outages lasted: its columns are {names}; name one with --column "
            f"end=NAME, duration=NAME or customer_minutes=NAME."
        )


def _customers(rows: SheetRows) -> Floats:
    """How many each row interrupts; one, in a list of single customers."""
    if not rows.has("customers"):
        rows.note(f"Each row is one customer, by {rows.name('customer')!r}.")
        rows.refuse(rows.texts("customer") == "", f"it has no {rows.name('customer')!r}")
        return np.ones(len(rows.sheet))
    found = rows.numbers("customers")
    rows.refuse(np.isnan(found), f"it has no number of customers in {rows.name('customers')!r}")
    rows.refuse(found < 0, "its number of customers is negative")
    rows.refuse(found > MOST_CUSTOMERS, f"its number of customers is more than {MOST_CUSTOMERS:,}")
    if bare(rows.name("customers")) in VAGUE_CUSTOMERS and "customers" not in rows.options.columns:
        rows.note(
            f"{rows.name('customers')!r} is taken as the customers interrupted; where it counts those served, name "
            f"another column with --column customers=NAME."
        )
    if parts := int((found[~rows.bad] % 1 != 0).sum()):
        rows.note(f"In {so_many(parts)} {rows.name('customers')!r} holds a fraction of a customer.")
    return found


def _kva(rows: SheetRows) -> Floats:
    """Rated kVA interrupted; none where the heading names a unit that is no kVA, which is told."""
    if not rows.has("kva"):
        return rows.numbers("kva")
    name, found = rows.name("kva"), unit_named(rows.name("kva"), KVA)
    if found.unknown:
        rows.note(f"{name!r} names {found.unknown!r} and not kVA: nothing was taken of it.")
        return np.full(len(rows.sheet), np.nan)
    if found.unit not in ("", KVA.own):
        rows.note(f"{name!r} is in {found.unit}; it is kept in kVA.")
    return rows.numbers("kva") * KVA.factors.get(found.unit, 1.0)


def _refuse_out_already(rows: SheetRows, began: Ints, minutes: Floats) -> None:
    """Nobody is interrupted twice at once."""
    good = np.flatnonzero(~rows.bad)
    again = are_out_already(rows.texts("customer")[good], _seconds(began[good]), minutes[good])
    rows.refuse(_at(rows, good[again]), OUT_ALREADY)


def _refuse_repeated(rows: SheetRows, began: Ints, minutes: Floats) -> None:
    """A step of an outage counts once; without numbers of outages and steps nothing says that equal rows are one."""
    whole = pd.DataFrame({place: column.to_pandas() for place, column in enumerate(rows.sheet.row_texts.columns)})
    equal = whole.duplicated().to_numpy()
    if rows.has("outage"):
        _tell_numbers(rows, began, minutes)
    if not (rows.has("outage") and rows.has("step")):
        if count := int((equal & ~rows.bad).sum()):
            rows.note(
                f"Value for value as another row of the file: {so_many(count)}; each counts, since it numbers no steps."
            )
        return
    rows.refuse(equal, "it stands in the file again, value for value")
    good = np.flatnonzero(~rows.bad)
    number = _numbers(rows, good, began, minutes)
    again = pd.DataFrame({"number": number, "step": rows.texts("step")[good]}).duplicated().to_numpy()
    rows.refuse(_at(rows, good[again]), "its outage and step stand in the file with other values")


def _tell_numbers(rows: SheetRows, began: Ints, minutes: Floats) -> None:
    """Numbers that stand for several outages, and rows that are one."""
    good = np.flatnonzero(~rows.bad)
    named = pd.DataFrame({"outage": rows.texts("outage")[good], "number": _numbers(rows, good, began, minutes)})
    named = named[named["outage"] != ""]
    outages = named.drop_duplicates().groupby("outage", sort=False).size()
    if len(again := outages[outages > 1]):
        shown = ", ".join(map(repr, again.index[:SHOWN_NUMBERS])) + (", …" if len(again) > SHOWN_NUMBERS else "")
        rows.note(
            f"{rows.name('outage')!r} comes again for other outages: {len(again):,} of its values stand for "
            f"{int(again.sum()):,} outages apart in time ({shown})."
        )
    joined = named.groupby("number").size()
    if not rows.has("step") and (count := int((joined > 1).sum())):
        rows.note(
            f"Rows of one {rows.name('outage')!r} that overlap in time are one outage on each circuit: "
            f"{so_many(int(joined[joined > 1].sum()))} are {count:,}."
        )


def _numbers(rows: SheetRows, good: Ints, began: Ints, minutes: Floats) -> Ints:
    return numbers_of(rows.texts("outage")[good], rows.texts("step")[good], _seconds(began[good]), minutes[good])


def _seconds(at: Ints) -> Instants:
    return (at // 1_000_000).astype("datetime64[s]")


def _at(rows: SheetRows, places: Ints) -> Bools:
    """A mask of some rows."""
    mask = np.zeros(len(rows.sheet), np.bool_)
    mask[places] = True
    return mask


def _places(rows: SheetRows) -> tuple[Floats, Floats]:
    """Latitude and longitude; what is no place on earth is told and left out."""
    if not (rows.has("lat") and rows.has("lon")):
        return (np.full(len(rows.sheet), np.nan),) * 2
    lat, lon = rows.numbers("lat"), rows.numbers("lon")
    is_none = (np.abs(lat) > 90) | (np.abs(lon) > 180) | ((lat == 0) & (lon == 0))
    if count := int((is_none & ~rows.bad).sum()):
        rows.note(f"In {so_many(count)} {rows.name('lat')!r} and {rows.name('lon')!r} are no place in degrees.")
    return np.where(is_none, np.nan, lat), np.where(is_none, np.nan, lon)


def _lines_lost(rejects: Rejects, rows: SheetRows) -> int:
    """Lines that never became rows: too few or too many values."""
    return rejects.report.rejected.total() - int(rows.bad.sum())
