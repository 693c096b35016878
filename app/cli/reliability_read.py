"""What `fluxops reliability indices` reckons with, of a list of outages or of a utility's record."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from app import databases
from app.settings import load_settings
from data_sources.analytics.reliability.interruptions import MOMENTARY_MINUTES
from data_sources.errors import ImportRefused
from data_sources.importers.lists.options import roles_said
from data_sources.importers.outages.customers import read_customers
from data_sources.importers.outages.options import OutageOptions, meanings_said
from data_sources.importers.outages.read import read_outages
from data_sources.postgres.utility_rows import utility_named
from data_sources.studies.reliability.live_record import live_record
from data_sources.studies.reliability.record import OutageRecord
from data_sources.studies.reliability.report import CustomerRecord
from data_sources.warehouse.belonging import lacking_words


class RecordRead(NamedTuple):
    """What indices are made of.

    Attributes:
        record: the interruptions.
        customers_served: active service points.
        customers: who was interrupted; None where that is not known.
        account: sentences about what was read.
        as_of: until when the record reaches; None for the end of the list.
    """

    record: OutageRecord
    customers_served: float
    customers: CustomerRecord | None
    account: list[str]
    as_of: dt.datetime | None = None


def options_said(
    time_zone: str | None, date_order: Any, duration_unit: Any, decimal: Any, column: list[str] | None,
    value: list[str] | None,
) -> OutageOptions:  # fmt: skip
    """What a person said about a list of outages."""
    return OutageOptions(
        time_zone=time_zone, date_order=date_order, duration_unit=duration_unit, decimal=decimal,
        columns=roles_said(column or []), meanings=meanings_said(value or []),
    )  # fmt: skip


def read_list(
    path: Path, customers_served: float | None, customers_file: Path | None, said: OutageOptions
) -> RecordRead:
    """A list of outages.

    Raises:
        ImportRefused: nothing can be reckoned with it.
    """
    if customers_served is None:
        raise ImportRefused("A list does not say how many customers are served; give --customers-served.")
    outages, told = read_outages(path, said)
    account, who = told.sentences(), None
    if customers_file:
        who, told_too = read_customers(customers_file, said, outages)
        account += told_too.sentences()
    if not len(outages):
        raise ImportRefused("\n".join([*account, "Nothing is left to reckon with."]))
    if (outages.device == "").any() and (outages.minutes <= MOMENTARY_MINUTES).any() and (outages.circuit != "").all():
        account.append("It names no device of some rows: MAIFI_E goes by circuit there.")
    if (most := float(outages.customers.max())) > customers_served:
        account.append(f"An interruption of {most:,.0f} customers is of more than are served; look at both.")
    return RecordRead(outages.record(said.time_zone or "UTC"), customers_served, who, account)


def read_utility(utility: str | None, customers_served: float | None, customers_file: Path | None) -> RecordRead:
    """The record of a utility of the database.

    Raises:
        ImportRefused: there is none, or what was given does not go with it.
    """
    if customers_file is not None:
        raise ImportRefused("--customers-file goes with a list of outages, not with --utility.")
    settings = load_settings()
    with databases.database(settings) as live, closing(databases.connect_warehouse(settings)) as history:
        databases.tell_apart(live.source, history)
        now = dt.datetime.now(dt.UTC)
        found = live_record(live.source, utility_named(live.source, utility), now, history)
    lacks = [words] if (words := lacking_words(found.lacking)) else []
    if not len(found.record.rows):
        raise ImportRefused(" ".join([f"{found.utility_name} has no outage on record.", *lacks]))
    served = customers_served or found.customers_served
    outages = len(np.unique(found.record.outage))  # rows of one step are one here and one a transformer in the history
    account = [f"{found.utility_name}: {outages:,} outages, {served:,.0f} customers served.", *lacks]
    return RecordRead(found.record, served, None, account, now)
