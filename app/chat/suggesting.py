"""Questions that fit the present state: a storm, overloads, what is selected; named things are those of the utility."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from app.assistant.context import Asker
from app.assistant.tools import Catalogue
from data_sources.errors import SourceError
from data_sources.query import Query
from data_sources.source import Source

MOST: Final = 6
# What a tool's rows are about, by what is going on; the first that goes on comes first.
ABOUT: Final = {
    "storms": ("storm", "crew", "outage"),
    "outages": ("outage", "customer", "crew"),
    "overloads": ("transformer", "feeder"),
    "alarms": ("alarm",),
}
_NAMED: Final = re.compile(r"\b(?:[A-Za-z]+-)*[A-Za-z]*\d[\w-]*-?\w*|\baugust\b")
"""A name or number of a demo in an example: another utility has none of it, and that outage is long over."""


def suggested(catalogue: Catalogue, live: Source, asker: Asker) -> tuple[str, ...]:
    """Some questions, the most fitting first.

    Args:
        catalogue: whose examples they are.
        live: says what goes on; where it does not answer, the order is that of the tools.
        asker: what they have selected comes first.
    """
    present = _present(live, asker.utility_id)
    wanted: list[str] = [asker.selection.kind] if asker.selection is not None else []
    wanted += [subject for name, subjects in ABOUT.items() if present.get(name) for subject in subjects]
    examples = ((tool, next((one for one in tool.examples if not _NAMED.search(one)), "")) for tool in catalogue)
    # No changes: whether one can be made hangs on the state ("declare a storm" while one lasts) and on who asks.
    found = [
        (_rank(tool.subjects, wanted), one) for tool, one in examples
        if one and tool.role == "viewer" and tool.shape != "proposal"
    ]  # fmt: skip
    ranked = (example for _, example in sorted(found, key=lambda one: one[0]))
    return tuple(dict.fromkeys((*_of_this_utility(present), *ranked)))[:MOST]


def present_query(utility_id: int) -> Query:
    """Asks what goes on in a utility."""
    return Query.of("assistant_present", utility_id=utility_id)


def _present(live: Source, utility_id: int) -> Mapping[str, Any]:
    """What goes on; nothing where the database does not answer."""
    try:
        (row,) = live.fetch(present_query(utility_id)).to_pylist()
    except SourceError:
        return {}
    return row  # type: ignore[no-any-return]


def _of_this_utility(present: Mapping[str, Any]) -> list[str]:
    """Questions about its largest outage that lasts and its most loaded feeder."""
    found = [f"what is the cause of outage {present['outage_id']}"] if present.get("outage_id") else []
    if feeder := present.get("feeder_name"):
        found.append(
            f"how many customers on {feeder}" if re.search(r"\d", feeder) else f"how many customers on feeder {feeder}"
        )
    return found


def _rank(subjects: Iterable[str], wanted: list[str]) -> int:
    return min((wanted.index(one) for one in subjects if one in wanted), default=len(wanted))
