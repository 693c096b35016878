"""What each column of a statement's answer is: read from where, under which name, or the statement's own words.

`SELECT 4711 AS customers_out` reads nothing, and such a number would be told as if a row said it; `outage_id AS
customers_out` reads something else. Each column is followed through however many subqueries to the tables' columns. It
is the statement's own where nothing is read for it, or where a number of the statement goes into its value: added, put
in the place of what is missing or beyond a limit, chosen by a condition, or multiplied by anything but a unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any, Final

from sqlglot import exp

from app.assistant.free_sql.allowed import TABLES, SqlDialect
from app.assistant.free_sql.readings import (
    COUNTED,
    FLAG,
    FOLDS,
    NONE,
    OWN,
    RANKED,
    RATIO,
    STEPS,
    Expressed,
    Words,
    either,
    folded,
    kept_name,
    of_column,
    scaled,
    together,
    words_of,
)

_CLOCK: Final = (exp.CurrentDate, exp.CurrentTimestamp)
_RANKS: Final = (exp.RowNumber, exp.Rank, exp.DenseRank, exp.PercentRank, exp.CumeDist, exp.Ntile)
_FIRST: Final = (
    exp.Paren, exp.Cast, exp.Round, exp.Ceil, exp.Floor, exp.Abs, exp.Window, exp.Nullif, exp.Lower, exp.Upper,
    exp.Initcap,
    exp.Trim, exp.AtTimeZone, exp.Distinct, exp.FirstValue, exp.LastValue, exp.Ordered, exp.Alias,
)  # fmt: skip
"""Of which the first part is what is told."""
_STEPPED: Final = (exp.TimestampTrunc, exp.DateTrunc, exp.Extract, exp.TimeToStr)
_YES_NO: Final = (exp.Exists, exp.Predicate, exp.And, exp.Or, exp.Not, exp.Boolean, exp.LogicalAnd, exp.LogicalOr)
_JOINED: Final = (exp.Concat, exp.DPipe, exp.GroupConcat)
_AGED: Final = Words(("age", "year", "old"))
_YEARS: Final = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class ToldColumn:
    """One column of a query's answer.

    Attributes:
        name: as the statement calls it.
        reading: what it is.
    """

    name: str
    reading: Expressed

    @property
    def true_name(self) -> str:
        """Its name, where that is true of what is read."""
        return kept_name(self.name, self.reading) if self.name else ""


@dataclass(frozen=True, slots=True)
class _Stands:
    """What the names of one SELECT stand for.

    Attributes:
        dialect: of the database, which says what a table's columns are.
        known: WITH queries by name.
        sources: of FROM and of joins, by what they are called there.
        outer: around it, for a subquery that looks there.
        tables: names of the tables among them.
        where: words of what its rows are by its conditions.
    """

    dialect: SqlDialect
    known: Mapping[str, list[ToldColumn]]
    sources: dict[str, list[ToldColumn]] = field(default_factory=dict)
    outer: _Stands | None = None
    tables: list[str] = field(default_factory=list)
    where: set[str] = field(default_factory=set)


def told_columns(query: exp.Expr, dialect: SqlDialect) -> tuple[ToldColumn, ...]:
    """The columns of the answer, in order.

    Args:
        query: checked, its names normalized, its tables in place.
        dialect: of the database.
    """
    return tuple(_outputs(query, _Stands(dialect, {})))


def _outputs(query: exp.Expr, around: _Stands) -> list[ToldColumn]:
    known = dict(around.known)
    for cte in query.ctes if isinstance(query, exp.Query) else ():
        found = _outputs(cte.this, _Stands(around.dialect, dict(known), {}, around))
        known[cte.alias] = _renamed(found, cte.args.get("alias"))
    within = _Stands(around.dialect, known, {}, around)
    if isinstance(query, exp.Subquery):
        return _outputs(query.this, within)
    if isinstance(query, exp.SetOperation):
        sides = zip(_outputs(query.left, within), _outputs(query.right, within), strict=False)
        return [ToldColumn(one.name, either(one.reading, other.reading)) for one, other in sides]
    if not isinstance(query, exp.Select):
        return []
    for source in _sources_of(query):
        within.sources[source.alias_or_name] = _rows(source, within)
        within.tables.extend(_tables_in(source, within))
    if condition := query.args.get("where"):
        within.where.update(_meant(condition.this, within))
    return [output for one in query.expressions for output in _projected(one, within)]


def _sources_of(select: exp.Select) -> Iterable[exp.Expr]:
    begins = select.args.get("from_")
    return [*([begins.this] if begins else []), *(join.this for join in select.args.get("joins") or ())]


def _tables_in(source: exp.Expr, scope: _Stands) -> list[str]:
    """What a source's rows are called: a table by its name, a subquery by what is in it."""
    if isinstance(source, exp.Table) and (source.db or source.name not in scope.known):
        return [source.name.lower()]
    return [one.name.lower() for one in source.find_all(exp.Table)] if not isinstance(source, exp.Table) else []


def _rows(source: exp.Expr, scope: _Stands) -> list[ToldColumn]:
    if not isinstance(source, exp.Table):
        return _renamed(_outputs(source, scope), source.args.get("alias"))
    if not source.db and source.name in scope.known:
        return _renamed(scope.known[source.name], source.args.get("alias"))
    table = TABLES[scope.dialect].get(source.name.lower())
    read = [ToldColumn(name, of_column(name)) for name in table.columns] if table is not None else []
    return _renamed(read, source.args.get("alias"))


def _renamed(outputs: list[ToldColumn], alias: exp.Expr | None) -> list[ToldColumn]:
    """`AS t(a, b)` names the first columns anew."""
    names = [one.name for one in alias.args.get("columns") or ()] if isinstance(alias, exp.TableAlias) else []
    return [
        replace(one, name=names[at]) if at < len(names) else one for at, one in enumerate(outputs)
    ]  # fmt: skip


def _projected(one: exp.Expr, scope: _Stands) -> list[ToldColumn]:
    if isinstance(one, exp.Star):
        return [output for outputs in scope.sources.values() for output in outputs]
    if isinstance(one, exp.Column) and isinstance(one.this, exp.Star):
        return scope.sources.get(one.table, [])
    return [ToldColumn(one.alias_or_name, _read(one, scope))]


def _read(node: exp.Expr, scope: _Stands) -> Expressed:
    """What an expression is."""
    for kinds, told in _TOLD:
        if isinstance(node, kinds):
            return told(node, scope)
    return together(_parts(node, scope)) if _children(node) else OWN


def _children(node: exp.Expr) -> list[exp.Expr]:
    return [one for one in node.iter_expressions() if not isinstance(one, exp.Identifier | exp.DataType | exp.Var)]


def _parts(node: exp.Expr, scope: _Stands) -> list[Expressed]:
    return [_read(one, scope) for one in _children(node)]


def _first(node: Any, scope: _Stands) -> Expressed:
    first = node.this if isinstance(node.this, exp.Expr) else next(iter(_children(node)), None)
    return OWN if first is None else _read(first, scope)


def _column(node: exp.Expr, scope: _Stands) -> Expressed:
    assert isinstance(node, exp.Column)
    around: _Stands | None = scope
    while around is not None:
        places = [around.sources.get(node.table, [])] if node.table else around.sources.values()
        found = [one.reading for outputs in places for one in outputs if one.name.lower() == node.name.lower()]
        if found:
            return found[0] if all(one.is_own for one in found) else next(one for one in found if not one.is_own)
        around = around.outer
    return of_column(node.name.lower())


def _query(node: exp.Expr, scope: _Stands) -> Expressed:
    found = _outputs(node, scope)
    return found[0].reading if found else OWN


def _count(node: exp.Expr, scope: _Stands, where: Words = NONE) -> Expressed:
    """How many rows, or different values of a column."""
    named = next((one for one in node.find_all(exp.Distinct)), None)
    of = [_read(one, scope) for one in _children(named)] if named is not None else []
    if any(one.is_own for one in of) or (of and not all(one.words for one in of)):
        return OWN
    if of:
        names = [one.said.removesuffix("_id").removesuffix("_name") for one in of]
        own = NONE.union(*(one.words for one in of))
    else:
        names, own = scope.tables or ["rows"], NONE.union(*(words_of(one) for one in scope.tables))
        own |= NONE.union(*(words_of(one.rpartition("_")[0]) for one in scope.tables if "_" in one))
    said = f"number_of_{'_and_'.join(dict.fromkeys(names))}"[:60]
    return Expressed(said, COUNTED | own | where | frozenset(scope.where), is_count=True)


def _fold(node: Any, scope: _Stands, where: Words = NONE) -> Expressed:
    kind = next(one for one in FOLDS if isinstance(node, one))
    if isinstance(node, exp.Sum) and isinstance(node.this, exp.Literal) and node.this.name == "1":
        return _count(node, scope, where)
    of = _read(node.this, scope)
    if of.said == FLAG.said:  # a sum of yes and no counts the yes
        counted = _count(node, scope, where | of.words)
        return counted if kind is exp.Sum else replace(counted, said="share_of_rows", words=counted.words | RATIO)
    return folded(of, kind, where | frozenset(scope.where))


def _filter(node: Any, scope: _Stands) -> Expressed:
    """`count(*) FILTER (WHERE …)`."""
    condition = node.args["expression"].this
    where = frozenset(_meant(condition, scope))
    inner = node.this
    if isinstance(inner, exp.Count | exp.CountIf):
        return _count(inner, scope, where)
    if isinstance(inner, tuple(FOLDS)):
        return _fold(inner, scope, where)
    return _read(inner, scope)


def _count_if(node: Any, scope: _Stands) -> Expressed:
    return _count(node, scope, frozenset(_meant(node.this, scope)))


def _case(node: Any, scope: _Stands) -> Expressed:
    """What a condition chooses: a yes or no, or one of several columns."""
    chosen = [one.args["true"] for one in node.args["ifs"]]
    if (default := node.args.get("default")) is not None:
        chosen.append(default)
    known = [one for one in chosen if not isinstance(one, exp.Null)]
    if all(_is_flag(one) for one in known):
        conditions = [one.this for one in node.args["ifs"] if _is_yes(one.args["true"])]
        meant = set(_meant(conditions[0], scope)) if len(conditions) == 1 and not node.this else set()
        return replace(FLAG, words=frozenset(meant))
    read = [_read(one, scope) for one in known if not _is_zero(one)]
    found = reduce(either, read)
    condition = node.args["ifs"][0].this if len(node.args["ifs"]) == 1 and not node.this else None
    return replace(found, words=found.words | frozenset(_meant(condition, scope) if condition is not None else ()))


def _choice(node: Any, scope: _Stands) -> Expressed:
    """The first of several that is known, or the largest or least of them."""
    parts = [node.this, *node.expressions]
    return reduce(either, [_read(one, scope) for one in parts if not _is_zero(one)] or [OWN])


def _shifted(node: Any, scope: _Stands) -> Expressed:
    """LAG and LEAD: what stands for a row that there is not is a third part."""
    found, default = _read(node.this, scope), node.args.get("default")
    return found if default is None or _is_zero(default) else either(found, _read(default, scope))


def _sum(node: Any, scope: _Stands) -> Expressed:
    """Of two, or their difference; a number of the statement's may not be one of them, nor a thing's name."""
    one, other = _read(node.left, scope), _read(node.right, scope)
    if isinstance(node, exp.Sub) and other.is_key and _is_year(node.left):
        return replace(together([other]), words=other.words | _AGED, is_made=False)
    for side, rest in ((node.left, other), (node.right, one)):
        if _is_zero(side):
            return rest
    is_year = isinstance(node, exp.Sub) and "year" in one.words and "year" in other.words
    if one.is_own or other.is_own or (not is_year and (one.is_key or other.is_key)) or node.left == node.right:
        return OWN
    both = together((one, other))
    return replace(both, words=both.words | _AGED, is_made=False) if is_year else both


def _product(node: Any, scope: _Stands) -> Expressed:
    one, other = _read(node.left, scope), _read(node.right, scope)
    left, right = _number(node.left), _number(node.right)
    is_product = isinstance(node, exp.Mul)
    if right is not None:
        return scaled(one, right, is_product=is_product) if right else OWN
    if left is not None and is_product:
        return scaled(other, left, is_product=True) if left else OWN
    if one.is_own or other.is_own or one.is_key or other.is_key or node.left == node.right:
        return OWN
    both = together((one, other))
    return both if is_product else replace(both, is_made=False, words=both.words | RATIO, needs=RATIO)


def _join(node: exp.Expr, scope: _Stands) -> Expressed:
    """Texts put together: words of the statement's own between them would be told as if a row said them."""
    own = [one for one in node.find_all(exp.Literal) if one.is_string and re.search(r"\w", one.name)]
    return OWN if own else together([one for one in _parts(node, scope) if one is not OWN])


def _step(node: Any, scope: _Stands) -> Expressed:
    inner = node.expression if isinstance(node, exp.Extract) else node.this
    found = _read(inner, scope)
    said = f"{found.said}_step" if not isinstance(node, exp.Extract) else f"{found.said}_part"
    is_clock = isinstance(node, exp.Extract) and isinstance(inner, _CLOCK)
    return replace(
        found, said=said, words=found.words | STEPS | words_of(str(node.args.get("unit") or node.this)), is_key=False,
        is_own=found.is_own,
    ) if not is_clock else Expressed("present_year", Words(("year", "present", "current")), is_key=True)  # fmt: skip


def _yes_no(node: exp.Expr, scope: _Stands) -> Expressed:
    return replace(FLAG, words=frozenset(_meant(node, scope)))


def _rank(_node: exp.Expr, _scope: _Stands) -> Expressed:
    return Expressed("rank", RANKED)


def _clock(_node: exp.Expr, _scope: _Stands) -> Expressed:
    return Expressed("now", STEPS | Words(("now", "today", "current", "present")))


def _own(_node: exp.Expr, _scope: _Stands) -> Expressed:
    return OWN


def _meant(condition: Any, scope: _Stands) -> Iterable[str]:
    """Words of what rows are that a condition leaves: `is_active`, `class = 'residential'`, `x IS NOT NULL`."""
    if isinstance(condition, exp.Paren):
        yield from _meant(condition.this, scope)
    elif isinstance(condition, exp.And):
        yield from _meant(condition.left, scope)
        yield from _meant(condition.right, scope)
    elif isinstance(condition, exp.Column):
        yield from _read(condition, scope).words
    elif isinstance(condition, exp.EQ) and isinstance(condition.left, exp.Column):
        value = condition.right
        if isinstance(value, exp.Literal) and value.is_string and not re.search(r"\d", value.name):
            yield from words_of(value.name)
        elif isinstance(value, exp.Boolean) and value.this:
            yield from _read(condition.left, scope).words
    elif isinstance(condition, exp.Not) and isinstance(condition.this, exp.Is) and isinstance(
        condition.this.expression, exp.Null
    ):  # fmt: skip
        yield from _read(condition.this.this, scope).words


def _is_flag(node: exp.Expr) -> bool:
    """What a condition makes a yes or no of, to be counted."""
    return isinstance(node, exp.Boolean | exp.Null) or (isinstance(node, exp.Literal) and node.name in ("0", "1"))


def _is_yes(node: exp.Expr) -> bool:
    return (isinstance(node, exp.Boolean) and bool(node.this)) or (isinstance(node, exp.Literal) and node.name == "1")


def _is_zero(node: exp.Expr) -> bool:
    return isinstance(node, exp.Null) or _number(node) == 0


def _is_year(node: exp.Expr) -> bool:
    number = _number(node)
    return number is not None and number in _YEARS


def _number(node: exp.Expr) -> float | None:
    """A number that the statement writes."""
    while isinstance(node, exp.Paren | exp.Cast):
        node = node.this
    if isinstance(node, exp.Neg):
        inner = _number(node.this)
        return None if inner is None else -inner
    if not isinstance(node, exp.Literal) or node.is_string:
        return None
    return float(node.name)


_TOLD: Final = (
    ((exp.Column,), _column), ((exp.Subquery, exp.Select, exp.SetOperation), _query), ((exp.CountIf,), _count_if),
    ((exp.Count,), _count), (tuple(FOLDS), _fold), ((exp.Filter,), _filter), ((exp.Case, exp.If), _case),
    ((exp.Coalesce, exp.Greatest, exp.Least), _choice), ((exp.Lag, exp.Lead), _shifted), ((exp.Add, exp.Sub), _sum),
    (_JOINED, _join), ((exp.Mul, exp.Div), _product), (_RANKS, _rank), (_CLOCK, _clock), (_STEPPED, _step),
    (_YES_NO, _yes_no), ((exp.WithinGroup, *_FIRST), _first), ((exp.Literal, exp.Null, exp.Interval), _own),
)  # fmt: skip
