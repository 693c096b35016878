"""The account that somebody calls about, found while one types; who may see whose it is."""

from __future__ import annotations

from typing import Final

from data_sources.commands.principal import Principal
from data_sources.postgres.needle import needle_of
from data_sources.query import Query
from data_sources.source import Source

MOST: Final = 12
LONGEST: Final = 80
NOTHING: Final = "No account, name, address or meter begins so. Tap where it is on the map instead."
NO_PEOPLE: Final = (
    "No account or meter begins so, and no account here has a name or an address on record: import them, or make the "
    "demo anew where it is one that was made before accounts had any."
)


def sees_people(by: Principal) -> bool:
    """Whether somebody may see names, addresses, telephone numbers and notes: whoever may take a call."""
    return by.may("operator")


def accounts_query(utility_id: int, typed: str, by: Principal, most: int = MOST) -> Query | None:
    """The query for what was typed: the beginning of an account or meter number, or of words of a name and address.

    Args:
        utility_id: whose accounts.
        typed: as it stands in the box; what is longer than 80 characters is cut.
        by: who asks; what they may see is a value of the query, so that no cache mixes it up.
        most: so many answers at most.

    Returns:
        None while it is too short to mean something.
    """
    found = needle_of(typed[:LONGEST])
    if found is None:
        return None
    needle, end = found
    return Query.of(
        "find_accounts", utility_id=utility_id, needle=needle, needle_end=end, most=most, sees_people=sees_people(by)
    )  # fmt: skip


def why_nothing(source: Source, utility_id: int) -> str:
    """What to say where what was typed finds nobody.

    Args:
        source: the live database.
        utility_id: whose accounts were looked through.

    Raises:
        SourceUnavailable: it cannot be reached.
    """
    (known,) = source.fetch(Query.of("knows_people", utility_id=utility_id)).to_pylist()
    return NOTHING if known["knows_people"] else NO_PEOPLE
