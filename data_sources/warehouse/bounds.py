"""The comparisons of a statement that hold for every row of a table in its answer, read out of its own text.

They are the parts of a WHERE joined by AND, and of the ON by which the table itself is joined (INNER or LEFT), where
they compare a plain column with a bind or a literal. Readings joined to `meters` by `meter_id` are bounded by the
transformer or the feeder that those meters must have, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from data_sources.errors import QueryError
from data_sources.warehouse.schema import READINGS, definitions

JOINED = "meters."
_SIGNS: dict[type, str] = {exp.EQ: "=", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">="}
_MIRRORED = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Bound:
    """One comparison: `column operator value`.

    Attributes:
        column: of the table; or "meters.transformer_id" or "meters.feeder_id" of the meters it is joined to.
        operator: "=", "<", "<=", ">" or ">=".
        bind: name of the bind compared with; empty for a literal.
        literal: the value where no bind is named.
    """

    column: str
    operator: str
    bind: str
    literal: str = ""


@lru_cache(maxsize=512)
def tables_of(text: str) -> Mapping[str, tuple[tuple[Bound, ...], ...]]:
    """The history's tables that a statement in Snowflake SQL reads: for each mention of one its bounds.

    The information schema is about all of them.

    Raises:
        QueryError: the text is no SQL.
    """
    found: dict[str, tuple[tuple[Bound, ...], ...]] = {}
    for node in _parsed(text).find_all(exp.Table):
        name = node.name.lower()
        if node.db.lower() == "information_schema":
            return dict.fromkeys(definitions(), ((),))
        if name in definitions():
            found[name] = (*found.get(name, ()), tuple(_bounds(node, name)))
    return found


@lru_cache(maxsize=512)
def names_tables_itself(text: str) -> bool:
    """Whether a statement names an expression like a table, or asks which tables there are.

    Raises:
        QueryError: the text is no SQL.
    """
    statement = _parsed(text)
    is_about_them = any(node.db.lower() == "information_schema" for node in statement.find_all(exp.Table))
    return is_about_them or any(node.alias.lower() in definitions() for node in statement.find_all(exp.CTE))


def _parsed(text: str) -> Any:
    try:
        return sqlglot.parse_one(text, read="snowflake")
    except SqlglotError as error:
        raise QueryError(f"The embedded history cannot run this Snowflake SQL: {error}.") from error


def _bounds(table: exp.Table, name: str) -> Iterator[Bound]:
    select = table.find_ancestor(exp.Select)
    if select is None:
        return
    yield from _own_bounds(select, table, definitions()[name].schema.names)
    if name == READINGS:
        for other in _sources(select):
            if other.name.lower() == "meters" and _are_joined(select, table, other):
                for bound in _own_bounds(select, other, ["transformer_id", "feeder_id"]):
                    if bound.operator == "=":
                        yield replace(bound, column=f"{JOINED}{bound.column}")


def _own_bounds(select: exp.Select, table: exp.Table, columns: list[str]) -> Iterator[Bound]:
    is_alone = len(_sources(select)) == 1
    for part in _conditions(select, table):
        yield from _comparisons(part, table.alias_or_name, is_alone, columns)


def _conditions(select: exp.Select, table: exp.Table) -> Iterator[Any]:
    """What holds for every row of a table that is in the answer, part by part."""
    wholes = [select.args["where"].this] if select.args.get("where") else []
    join = table.parent
    if isinstance(join, exp.Join) and join.side in ("", "LEFT") and join.args.get("on"):
        wholes.append(join.args["on"])
    for whole in wholes:
        yield from whole.flatten() if isinstance(whole, exp.And) else (whole,)


def _sources(select: exp.Select) -> list[exp.Table]:
    """The tables a SELECT names itself; a sub-select counts as one without a name."""
    first = select.args.get("from_") or select.args.get("from")
    nodes = [first.this if first else None, *(join.this for join in select.args.get("joins") or ())]
    return [node if isinstance(node, exp.Table) else exp.Table() for node in nodes if node is not None]


def _are_joined(select: exp.Select, readings: exp.Table, meters: exp.Table) -> bool:
    """Whether every reading in the answer has its meter among those of the other table: an inner join by the id."""
    join = meters.parent if isinstance(meters.parent, exp.Join) else readings.parent
    if not isinstance(join, exp.Join) or join.side or join.kind not in ("", "INNER"):
        return False
    wanted = {(readings.alias_or_name.lower(), "meter_id"), (meters.alias_or_name.lower(), "meter_id")}
    return any(
        isinstance(part, exp.EQ) and wanted == {_named(part.this), _named(part.expression)}
        for part in _conditions(select, join.this)
    )


def _named(node: Any) -> tuple[str, str]:
    return (node.table.lower(), node.name.lower()) if isinstance(node, exp.Column) else ("", "")


def _comparisons(part: Any, alias: str, is_alone: bool, columns: list[str]) -> Iterator[Bound]:
    """The comparisons with one of the table's own columns on either side."""
    part = part.unnest()
    sides: list[tuple[Any, str, Any]] = []
    if isinstance(part, exp.Between):
        sides = [(part.this, ">=", part.args["low"]), (part.this, "<=", part.args["high"])]
    elif sign := _SIGNS.get(type(part)):
        sides = [(part.this, sign, part.expression), (part.expression, _MIRRORED[sign], part.this)]
    for left, sign, right in sides:
        if not isinstance(left, exp.Column) or left.name.lower() not in columns:
            continue
        value = _value(right)
        is_own = left.table.lower() == alias.lower() if left.table else is_alone
        if is_own and value is not None:
            yield Bound(left.name.lower(), sign, *value)


def _value(node: Any) -> tuple[str, str] | None:
    """The bind's name or the literal's text; casts are stepped over."""
    while isinstance(node, exp.Cast | exp.Paren):
        node = node.this
    if isinstance(node, exp.Placeholder) and isinstance(node.this, str):
        return node.this, ""
    return ("", str(node.this)) if isinstance(node, exp.Literal) else None
