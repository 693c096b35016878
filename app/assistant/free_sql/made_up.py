"""Which columns of a statement's answer are the statement's own words: `SELECT 4711 AS customers_out` reads nothing.

Such a number would be told as if a row said it. A column is made up where no table's column and no count of rows goes
into its value, through however many subqueries; one that a condition chooses (CASE) by what stands after THEN and ELSE.
What a model hides in a sum with something read (`0 * load_kw + 4711`) is not found: the statement shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlglot import exp

from app.assistant.free_sql.allowed import TABLES, SqlDialect

_FROM_NOTHING: Final = (exp.CurrentDate, exp.CurrentTimestamp)  # what the clock says is read
_RANKS: Final = (exp.RowNumber, exp.Rank, exp.DenseRank, exp.PercentRank, exp.CumeDist, exp.Ntile)
_COUNTS: Final = (exp.Count, exp.CountIf, *_RANKS)


@dataclass(frozen=True, slots=True)
class _Output:
    """One column of a query's answer."""

    name: str
    is_made_up: bool


@dataclass(frozen=True, slots=True)
class _Stands:
    """What the names of one SELECT stand for.

    Attributes:
        dialect: of the database, which says what a table's columns are.
        known: WITH queries by name.
        sources: of FROM and of joins, by what they are called there.
        outer: around it, for a subquery that looks there.
    """

    dialect: SqlDialect
    known: Mapping[str, list[_Output]]
    sources: dict[str, list[_Output]] = field(default_factory=dict)
    outer: _Stands | None = None


def made_up(query: exp.Expr, dialect: SqlDialect) -> tuple[bool, ...]:
    """Of each column of the answer, in order, whether the statement made it up.

    Args:
        query: checked, its names normalized, its tables in place.
        dialect: of the database.
    """
    return tuple(one.is_made_up for one in _outputs(query, _Stands(dialect, {})))


def _outputs(query: exp.Expr, around: _Stands) -> list[_Output]:
    known = dict(around.known)
    for cte in query.ctes if isinstance(query, exp.Query) else ():
        found = _outputs(cte.this, _Stands(around.dialect, dict(known), {}, around))
        known[cte.alias] = _renamed(found, cte.args.get("alias"))
    within = _Stands(around.dialect, known, {}, around)
    if isinstance(query, exp.Subquery):
        return _outputs(query.this, within)
    if isinstance(query, exp.SetOperation):
        sides = zip(_outputs(query.left, within), _outputs(query.right, within), strict=False)
        return [_Output(one.name, one.is_made_up or other.is_made_up) for one, other in sides]
    if not isinstance(query, exp.Select):
        return []
    for source in _sources_of(query):
        within.sources[source.alias_or_name] = _rows(source, within)
    return [output for one in query.expressions for output in _projected(one, within)]


def _sources_of(select: exp.Select) -> Iterable[exp.Expr]:
    begins = select.args.get("from_")
    return [*([begins.this] if begins else []), *(join.this for join in select.args.get("joins") or ())]


def _rows(source: exp.Expr, scope: _Stands) -> list[_Output]:
    if not isinstance(source, exp.Table):
        return _renamed(_outputs(source, scope), source.args.get("alias"))
    if not source.db and source.name in scope.known:
        return _renamed(scope.known[source.name], source.args.get("alias"))
    table = TABLES[scope.dialect].get(source.name.lower())
    read = [_Output(name, False) for name in table.columns] if table is not None else []
    return _renamed(read, source.args.get("alias"))


def _renamed(outputs: list[_Output], alias: exp.Expr | None) -> list[_Output]:
    """`AS t(a, b)` names the first columns anew."""
    names = [one.name for one in alias.args.get("columns") or ()] if isinstance(alias, exp.TableAlias) else []
    return [
        _Output(names[at] if at < len(names) else one.name, one.is_made_up) for at, one in enumerate(outputs)
    ]  # fmt: skip


def _projected(one: exp.Expr, scope: _Stands) -> list[_Output]:
    if isinstance(one, exp.Star):
        return [output for outputs in scope.sources.values() for output in outputs]
    if isinstance(one, exp.Column) and isinstance(one.this, exp.Star):
        return scope.sources.get(one.table, [])
    return [_Output(one.alias_or_name, _is_made_up(one, scope))]


def _is_made_up(node: exp.Expr, scope: _Stands) -> bool:
    """Whether nothing that is read goes into its value."""
    if isinstance(node, exp.Column):
        return _is_column_made_up(node, scope)
    if isinstance(node, exp.Subquery | exp.Select | exp.SetOperation):
        return all(one.is_made_up for one in _outputs(node, scope))
    if isinstance(node, (*_COUNTS, *_FROM_NOTHING, exp.Exists)) or _is_count(node):
        return False
    if isinstance(node, exp.Case):
        chosen = [*(one.args["true"] for one in node.args["ifs"]), node.args.get("default")]
        if not all(_is_flag(one) for one in chosen if one is not None):
            return all(_is_made_up(one, scope) for one in chosen if one is not None)
    parts = [value for value in node.iter_expressions() if not isinstance(value, exp.Identifier | exp.DataType)]
    return all(_is_made_up(one, scope) for one in parts)


def _is_column_made_up(column: exp.Column, scope: _Stands | None) -> bool:
    while scope is not None:
        places = [scope.sources.get(column.table, [])] if column.table else scope.sources.values()
        found = [one for outputs in places for one in outputs if one.name.lower() == column.name.lower()]
        if found:
            return all(one.is_made_up for one in found)
        scope = scope.outer
    return False


def _is_count(node: exp.Expr) -> bool:
    """`SUM(1)` counts rows."""
    return isinstance(node, exp.Sum) and isinstance(node.this, exp.Literal) and node.this.name == "1"


def _is_flag(node: exp.Expr) -> bool:
    """What a condition makes a yes or no of, to be counted: its value is the condition's."""
    return isinstance(node, exp.Boolean | exp.Null) or (isinstance(node, exp.Literal) and node.name in ("0", "1"))
