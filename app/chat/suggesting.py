"""Questions that fit the present state: a storm, overloads, what is selected; all of them the tools' own examples."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

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


def suggested(catalogue: Catalogue, live: Source, asker: Asker) -> tuple[str, ...]:
    """Some questions, the most fitting first.

    Args:
        catalogue: whose examples they are.
        live: says what goes on; where it does not answer, the order is that of the tools.
        asker: what they have selected comes first.
    """
    wanted: list[str] = [asker.selection.kind] if asker.selection is not None else []
    wanted += [subject for going_on in _going_on(live, asker.utility_id) for subject in ABOUT[going_on]]
    found = [(_rank(tool.subjects, wanted), tool.examples[0]) for tool in catalogue if tool.examples]
    return tuple(dict.fromkeys(example for _, example in sorted(found, key=lambda one: one[0])))[:MOST]


def _going_on(live: Source, utility_id: int) -> list[str]:
    try:
        (row,) = live.fetch(Query.of("assistant_present", utility_id=utility_id)).to_pylist()
    except SourceError:
        return []
    return [name for name in ABOUT if row[name]]


def _rank(subjects: Iterable[str], wanted: list[str]) -> int:
    return min((wanted.index(one) for one in subjects if one in wanted), default=len(wanted))
