"""A list of outages as columns of text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from data_sources.errors import ImportRefused
from data_sources.importers.lists.sheet import ListKind, ListSheet, read_list
from data_sources.importers.outages.headings import bare, find_columns
from data_sources.importers.readings.headings import evened
from data_sources.importers.readings.parsed import Rejects

COUNTS_AT_INSTANTS = {"runstarttime", "fipscode"}


def read_sheet(path: Path, said: Mapping[str, str], rejects: Rejects) -> ListSheet:
    """A CSV or Parquet file.

    Args:
        path: the file.
        said: what a person says of its columns, role to name.
        rejects: takes lines with too few or too many values.

    Raises:
        ImportRefused: it cannot be read, or has no columns of outages.
    """
    named = {evened(name).lower() for name in said.values() if name}

    def is_header(names: list[str]) -> bool:
        if {bare(name) for name in names} >= COUNTS_AT_INSTANTS:
            raise ImportRefused(
                f"{path.name} counts the customers out at instants, as EAGLE-I does; it holds no outages, since "
                f"nothing in it says who came back when."
            )
        roles = find_columns(names, {}, path.name)
        found = {evened(name).lower() for name in names} if named else set()
        has_what = bool({"customers", "customer", "outage"} & roles.keys())
        return (
            bool(named and named <= found) or ("start" in roles and has_what) or {"customer", "outage"} <= roles.keys()
        )

    def roles_of(names: list[str]) -> dict[str, str]:
        return {str(role): name for role, name in find_columns(names, said, path.name).items()}

    kind = ListKind(
        "outages", roles_of, is_header, "no header with the start of an outage and its customers",
        "--column start=NAME --column end=NAME --column customers=NAME",
    )  # fmt: skip
    return read_list(path, kind, rejects)
