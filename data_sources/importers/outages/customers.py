"""Who was interrupted: a file of single customers, beside a list of outages or with times of its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from data_sources.errors import ImportRefused
from data_sources.importers.lists.beside import keep_beside
from data_sources.importers.lists.report import ListFileReport
from data_sources.importers.lists.sheet import ListSheet
from data_sources.importers.outages.options import OutageOptions
from data_sources.importers.outages.parsed import ListedOutages
from data_sources.importers.outages.read import OUT_ALREADY, read_outages
from data_sources.importers.outages.rows import SheetRows
from data_sources.importers.outages.same_outage import are_out_already
from data_sources.importers.outages.sheet import read_sheet
from data_sources.importers.readings.arrays import Ints
from data_sources.importers.readings.options import FileReport
from data_sources.importers.readings.parsed import Rejects
from data_sources.studies.reliability.report import CustomerRecord


def read_customers(
    path: Path, options: OutageOptions, outages: ListedOutages
) -> tuple[CustomerRecord, ListFileReport]:  # fmt: skip
    """The interruptions of single customers.

    Args:
        path: CSV or Parquet with a column of customers, and either one of outages (and steps), or times of its own.
        options: what a person says about both files.
        outages: the list that it may refer to.

    Raises:
        ImportRefused: it says neither, or does not name the steps that the list has.
    """
    rejects = Rejects(FileReport(path))
    sheet = read_sheet(path, {}, rejects)
    if "customer" not in sheet.roles:
        raise ImportRefused(f"{path.name} names no customers: its columns are {', '.join(map(repr, sheet.names))}.")
    if "start" in sheet.roles:
        own, report = read_outages(path, options)
        return CustomerRecord(own.customer, own.started_at, own.minutes), report
    if "outage" not in sheet.roles:
        raise ImportRefused(f"{path.name} names neither the outage of each customer nor when they were interrupted.")
    rows = SheetRows(sheet, options, rejects)
    place = _places(rows, sheet, outages)
    known = np.flatnonzero(~rows.bad)
    rowed = place[known]
    again = are_out_already(rows.texts("customer")[known], outages.started_at[rowed], outages.minutes[rowed])
    rows.refuse(np.isin(np.arange(len(sheet)), known[again]), OUT_ALREADY)
    good = ~rows.bad
    report = ListFileReport(path, len(sheet), int(good.sum()), rejects.report.rejected)
    report.kept_in = keep_beside(path, rejects.take())
    chosen = place[good]
    return CustomerRecord(rows.texts("customer")[good], outages.started_at[chosen], outages.minutes[chosen]), report


def _places(rows: SheetRows, sheet: ListSheet, outages: ListedOutages) -> Ints:
    """The row of the list that each customer's interruption is; those of outages that are not there are refused."""
    keys = ["outage", "step"] if "step" in sheet.roles else ["outage"]
    listed = pd.DataFrame({key: getattr(outages, key) for key in keys})
    if (twice := listed.duplicated()).any():
        outage = listed["outage"][twice.to_numpy()].iloc[0]
        raise ImportRefused(
            f"{sheet.file}: outage {outage!r} stands in several rows of the list; add a column STEP_ID to both files, "
            f"so that each customer's step is known."
        )
    listed["place"] = np.arange(len(listed))
    own = pd.DataFrame({key: rows.texts(key) for key in keys}).merge(listed, how="left", on=keys)
    rows.refuse(rows.texts("customer") == "", "it names no customer")
    rows.refuse(own["place"].isna().to_numpy(), "its outage is not in the list, or was refused there")
    return own["place"].fillna(-1).to_numpy().astype(np.int64)
