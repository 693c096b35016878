"""A utility taken out of the database with everything that belongs to it, in one transaction with its audit row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data_sources.errors import ImportRefused
from data_sources.postgres.source import PostgresSource, execute
from data_sources.postgres.utility_rows import remove_utility, utility_named
from data_sources.query import Query


@dataclass(frozen=True, slots=True)
class Going:
    """What would go with a utility.

    Attributes:
        utility_id: of the utility.
        utility_name: its name.
        rows: by table, those that have any.
    """

    utility_id: int
    utility_name: str
    rows: Mapping[str, int]

    def sentence(self) -> str:
        """For a person who is asked whether it may go."""
        told = ", ".join(f"{count:,} {table.replace('_', ' ')}" for table, count in self.rows.items())
        return (
            f"{self.utility_name} (utility {self.utility_id}) goes with {told or 'nothing else'}. Its readings stay in "
            "the files of the history, where nothing shows them any more; `fluxops unload-ami` takes them back by load."
        )


def what_goes(source: PostgresSource, name: str) -> Going:
    """What belongs to a utility.

    Raises:
        ImportRefused: there is none of that name.
    """
    utility_id = utility_named(source, name)
    rows = source.fetch(Query.of("rows_of_utility", utility_id=utility_id)).to_pylist()
    return Going(utility_id, name, {row["part"]: row["row_count"] for row in rows if row["row_count"]})


def remove_by_name(source: PostgresSource, going: Going, *, actor: str) -> None:
    """Remove it; its readings are still known by the ids of their meters, which nobody gets again.

    Args:
        source: the database.
        going: what was told.
        actor: who, for the audit row.

    Raises:
        ImportRefused: it is not there any more.
    """
    detail = {"utility_name": going.utility_name, "rows": dict(going.rows)}
    with source.transaction(actor, "remove_utility", going.utility_id, detail) as connection:
        execute(connection, "no_statement_timeout")
        execute(connection, "lock_utilities")
        found = execute(connection, "utility_by_name", utility_name=going.utility_name).fetchone()
        if found is None or int(found[0]) != going.utility_id:
            raise ImportRefused(f"There is no utility named {going.utility_name!r} any more.")
        execute(connection, "delete_utility_documents", utility_id=going.utility_id, of_demo=False)
        remove_utility(connection, going.utility_id)
