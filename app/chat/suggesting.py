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
OF_SELECTED: Final = 3
"""Questions about what is selected."""
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
    name = _name_of_selected(live, asker)
    wanted = [subject for going_on, subjects in ABOUT.items() if present.get(going_on) for subject in subjects]
    wanted += [asker.selection.kind] if asker.selection is not None else []
    examples = ((tool, next((one for one in tool.examples if not _NAMED.search(one)), "")) for tool in catalogue)
    # No changes: whether one can be made hangs on the state ("declare a storm" while one lasts) and on who asks.
    found = [
        (_rank(tool.subjects, wanted), one) for tool, one in examples
        if one and tool.role == "viewer" and tool.shape != "proposal"
    ]  # fmt: skip
    mine = _of_selected(catalogue, asker, name, is_out=bool(present.get("outages")))
    ours = _of_this_utility(present, is_selected=bool(name))
    ranked = (example for _, example in sorted(found, key=lambda one: one[0]))
    return tuple(dict.fromkeys((*mine, *ours, *ranked)))[:MOST]


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


def _name_of_selected(live: Source, asker: Asker) -> str:
    """As displayed; empty where nothing is selected, or the database does not answer."""
    picked = asker.selection
    if picked is None:
        return ""
    if picked.kind == "outage":
        return str(picked.asset_id)
    values = {"utility_id": asker.utility_id, "asset_kind": picked.kind, "asset_id": picked.asset_id}
    try:
        rows = live.fetch(Query.of("assistant_name_of", **values)).to_pylist()
    except SourceError:
        return ""
    return next((row["name"] for row in rows if row["kind"] == picked.kind), "")


def _of_selected(catalogue: Catalogue, asker: Asker, name: str, *, is_out: bool) -> list[str]:
    """What its kind says that can be asked about it; who is out on it first, where outages last."""
    if asker.selection is None or not name:
        return []
    questions = [one.format(name) for one in catalogue.kinds.get(asker.selection.kind).next]
    return sorted(questions, key=lambda one: not (is_out and " out " in f" {one} "))[:OF_SELECTED]


def _of_this_utility(present: Mapping[str, Any], *, is_selected: bool) -> list[str]:
    """Questions about what is out, the largest outage, and the most loaded feeder where nothing is selected."""
    found = []
    if present.get("outage_id"):
        found += ["how many customers are out", f"what is the cause of outage {present['outage_id']}"]
    if (feeder := present.get("feeder_name")) and not is_selected:
        found.append(
            f"how many customers on {feeder}" if re.search(r"\d", feeder) else f"how many customers on feeder {feeder}"
        )
    return found


def _rank(subjects: Iterable[str], wanted: list[str]) -> int:
    return min((wanted.index(one) for one in subjects if one in wanted), default=len(wanted))
