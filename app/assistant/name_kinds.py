"""Kinds of things that people call by name, and where their names are found; a tab brings those that it owns.

A data scientist's tab brings its own in a line, and a statement whose rows are the things:

    class Batteries(Tab):
        kinds = (NameKind("battery", "battery_names", words=("bess",)),)

    -- One row a battery of a utility.
    -- result: name string, asset_id int32
    -- topics: network
    SELECT battery_name AS name, battery_id AS asset_id FROM batteries WHERE utility_id = :utility_id

Then "battery 3" and "BAT-003" are names in a question, for `name` of the tools whose subject is "battery".
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.errors import ContractError, QueryError, SourceUnavailable
from data_sources.query import Query
from data_sources.source import Source
from data_sources.statements import is_built_in, statement

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NameKind:
    """A kind of things that have names.

    Attributes:
        kind: one of them, in an operator's singular word: the subject of the tools about it.
        names: statement of its things: `name`, and `asset_id`, `lon`, `lat` where they have them; `kind` too, where it
            answers several kinds. It answers all of a utility, or, where it binds `wanted`, those of some names (a
            line each, small letters). Empty where a thing has a number for its name ("outage 12").
        words: what else one is called.
        samples: statement of `kind` and `name` of some, from which the form of names is learnt; all of `names` where
            it is empty.
        next: questions that fit after an answer about one, with `{0}` for its name.
        fails: likewise, what can be asked where something was to be done with it.
    """

    kind: str
    names: str = ""
    words: tuple[str, ...] = ()
    samples: str = ""
    next: tuple[str, ...] = ()
    fails: tuple[str, ...] = ()


class NameKinds:
    """All kinds of a catalogue. Thread-safe.

    Args:
        kinds: in their order.

    Raises:
        ValueError: two have the same name.
    """

    def __init__(self, kinds: Iterable[NameKind] = ()) -> None:
        self._kinds: dict[str, NameKind] = {}
        for one in kinds:
            if one.kind in self._kinds:
                raise ValueError(f"There is a kind of names called {one.kind} already.")
            self._kinds[one.kind] = one

    def __iter__(self) -> Iterator[NameKind]:
        """The kinds in their order."""
        return iter(self._kinds.values())

    def __contains__(self, kind: str) -> bool:
        """Whether there is one of that name."""
        return kind in self._kinds

    def get(self, kind: str) -> NameKind:
        """One kind; one without anything where there is none of that name."""
        return self._kinds.get(kind, NameKind(kind))

    def named(self, source: Source, utility_id: int, names: Iterable[str]) -> list[dict[str, Any]]:
        """Things of some names, small or capital letters alike: `kind`, `asset_id`, `name`, `lon`, `lat` of each.

        Raises:
            SourceError: the database does not answer.
        """
        wanted = sorted({name.lower().replace("\n", " ") for name in names})
        if not wanted:
            return []
        found: list[dict[str, Any]] = []
        for name, kind in self._statements(lambda one: one.names).items():
            table = _rows(source, name, {"utility_id": utility_id, "wanted": "\n".join(wanted)})
            found += [_thing(row, kind) for row in _of_names(table, wanted).to_pylist()]
        return found

    def samples(self, source: Source, utility_id: int) -> list[tuple[str, pa.Table]]:
        """Kind ("" where a column says it) and table of some names of each statement; the same object while it holds.

        Raises:
            SourceError: the database does not answer.
        """
        names = self._statements(lambda one: one.samples or one.names)
        return [(kind, _rows(source, name, {"utility_id": utility_id})) for name, kind in names.items()]

    def _statements(self, of: Any) -> Mapping[str, str]:
        """Each statement once, with the kind of its rows; of several kinds it is in the rows."""
        found: dict[str, str] = {}
        for one in self:
            if name := of(one):
                found[name] = "" if name in found else one.kind
        return found


def _rows(source: Source, name: str, binds: Mapping[str, Any]) -> pa.Table:
    """Rows of a statement; none where a data scientist's own is wrong, so that other questions are answered."""
    try:
        query = Query.of(name, **{bind: binds[bind] for bind in statement(name).binds if bind in binds})
        return source.fetch(query)
    except SourceUnavailable:
        raise
    except (QueryError, ContractError) as error:
        if is_built_in(name):
            raise
        if str(error) not in _told:  # at every question, else
            _told.add(str(error))
            log.warning("No names are found by the statement %s: %s", name, error)
    return _NONE


_told: set[str] = set()


def _of_names(table: pa.Table, wanted: Sequence[str]) -> pa.Table:
    return table.filter(pc.is_in(pc.utf8_lower(table["name"]), pa.array(wanted, pa.string())))


def _thing(row: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {
        "kind": row.get("kind") or kind, "asset_id": int(row.get("asset_id") or 0), "name": row["name"],
        "lon": row.get("lon"), "lat": row.get("lat"),
    }  # fmt: skip


_NONE = pa.table({"name": pa.array([], pa.string())})
NO_KINDS = NameKinds()
