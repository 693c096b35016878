"""Loads of lists of outages: which there were, and taking one back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from data_sources.errors import ImportRefused
from data_sources.postgres.source import PostgresSource, execute
from data_sources.query import Query


@dataclass(frozen=True, slots=True)
class KnownOutageLoad:
    """A load that the audit remembers.

    Attributes:
        load_id: its id.
        loaded_at: when, UTC.
        utility_name: whose record.
        files: names of its files.
        outages: that it brought.
        there: of them, that are there still.
    """

    load_id: str
    loaded_at: dt.datetime
    utility_name: str
    files: str
    outages: int
    there: int

    def sentence(self) -> str:
        """One line for a person."""
        return (
            f"{self.load_id} of {self.loaded_at:%Y-%m-%d %H:%M} UTC: {self.files} for {self.utility_name}, "
            f"{self.outages:,} outages, {self.there:,} of them there"
        )


def outage_loads(source: PostgresSource) -> list[KnownOutageLoad]:
    """Every load, the oldest first."""
    return [KnownOutageLoad(**row) for row in source.fetch(Query.of("outage_loads")).to_pylist()]


def unload_outages(source: PostgresSource, load: str, *, actor: str) -> int:
    """Take back what a load brought.

    Args:
        source: the live database.
        load: its id, or how it begins.
        actor: who, for the audit row.

    Returns:
        How many outages went.

    Raises:
        ImportRefused: there is no such load, or several begin so.
    """
    found = [one.load_id for one in outage_loads(source) if one.load_id.startswith(load)]
    if len(found) != 1:
        what = "No load of outages begins" if not found else "Several loads of outages begin"
        raise ImportRefused(f"{what} with {load!r}; `fluxops unload-outages` lists them.")
    detail: dict[str, object] = {"load_id": found[0]}
    with source.transaction(actor, "unload_outages", detail=detail) as connection:
        execute(connection, "no_statement_timeout")
        gone = execute(connection, "remove_outage_load", load_id=found[0]).fetchall()
        detail["removed"] = len(gone)
    return len(gone)
