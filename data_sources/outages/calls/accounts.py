"""The account that somebody calls about, found while one types; who may see whose it is."""

from __future__ import annotations

from typing import Final

from data_sources.commands.principal import Principal
from data_sources.postgres.needle import needle_of
from data_sources.query import Query

MOST: Final = 12
LONGEST: Final = 80


def sees_people(by: Principal) -> bool:
    """Whether somebody may see names, addresses, telephone numbers and notes: whoever may take a call."""
    return by.may("operator")


def accounts_query(utility_id: int, typed: str, by: Principal, most: int = MOST) -> Query | None:
    """The query for what was typed: part of an account number, a name, an address or a meter number.

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
