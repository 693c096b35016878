"""How large a model's statement becomes once what it derives stands in the place of each use: bounded before it runs.

A planner puts what a column of a subquery is derived from where the column is used: with `x || x AS x` over itself, 26
levels of a short text are a tree of 2^26 nodes (or a text of as many letters), and no timeout ends the planning of it.
So every use of a derived column is counted with all that it stands for; a subquery named in WITH counts at each use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlglot import exp

from app.assistant.free_sql.allowed import TABLES, SqlDialect
from app.assistant.refusals import NoAnswer, RefusalReason

MOST_GROWN: Final = 5000  # nodes
MOST_DEEP: Final = 12  # SELECTs within each other
LETTERS_A_NODE: Final = 20  # of a text: a long one counts as many nodes
LONGEST_JOINED: Final = 2000  # letters of rows' texts put together; no more of a cell is shown

Weights = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Grown:
    """A query: what each of its columns stands for, and all of it, in nodes."""

    columns: Weights
    size: int


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a column's name may mean: columns by the name of their source, own subqueries, and the query around it."""

    sources: dict[str, Weights]
    ctes: dict[str, _Grown]
    outer: _Scope | None
    depth: int

    def found(self, name: str, table: str) -> int | None:
        """The most that a name may stand for; None where nothing is called so."""
        own = [one for alias, one in self.sources.items() if not table or alias == table]
        found = [one[name] for one in own if name in one]
        if not table and (row := self.row(name)) is not None:
            found.append(row)
        if found:
            return max(found)
        return self.outer.found(name, table) if self.outer is not None else None

    def row(self, source: str) -> int | None:
        """What a whole row stands for, as `t` or `t.*`; of all sources where none is named."""
        if source and source not in self.sources:
            return self.outer.row(source) if self.outer is not None else None
        return 1 + sum(sum(one.values()) for name, one in self.sources.items() if not source or name == source)

    def cte(self, name: str) -> _Grown | None:
        return self.ctes.get(name) or (self.outer.cte(name) if self.outer is not None else None)


def check_growth(query: exp.Query, dialect: SqlDialect) -> None:
    """Refuse what grows.

    Args:
        query: with names as the database reads them, before its tables are cut down.
        dialect: of the database.

    Raises:
        NoAnswer: it becomes too large, or is nested too deep.
    """
    _Growth(dialect).query(query, None, 0)


def bound_texts(query: exp.Query) -> None:
    """Cut texts put together of rows, in place.

    Raises:
        NoAnswer: they are put together anew for every row.
    """
    for joined in list(query.find_all(exp.GroupConcat)):
        whole: exp.Expr = joined
        while isinstance(whole.parent, exp.WithinGroup | exp.Filter) and whole.arg_key == "this":
            whole = whole.parent
        if isinstance(whole.parent, exp.Window):
            raise _refused("texts put together for every row are not allowed")
        left: exp.Expr = exp.Left(this=whole.copy(), expression=exp.Literal.number(LONGEST_JOINED))
        if isinstance(whole.parent, exp.Select) and whole.arg_key == "expressions":
            left = exp.alias_(left, "texts", quoted=True)
        whole.replace(left)


class _Growth:
    def __init__(self, dialect: SqlDialect) -> None:
        self._tables = TABLES[dialect]

    def query(self, node: exp.Expr, outer: _Scope | None, depth: int) -> _Grown:
        if depth > MOST_DEEP:
            raise _refused(f"it nests more than {MOST_DEEP} SELECTs")
        scope = _Scope({}, {}, outer, depth)
        with_ = node.args.get("with_") or node.args.get("with")
        for cte in with_.expressions if with_ is not None else ():
            grown = self.query(cte.this, scope, depth + 1)
            scope.ctes[cte.alias] = _Grown(_renamed(grown.columns, cte.args.get("alias")), grown.size)
        if isinstance(node, exp.Subquery):
            inner = self.query(node.this, scope, depth)
            rest = [node.args.get(part) for part in ("order", "limit", "offset")]
            return _Grown(inner.columns, _bounded(inner.size + self._sizes(rest, scope, inner.columns)))
        if isinstance(node, exp.SetOperation):
            return self._set(node, scope)
        return self._select(node, scope)

    def _set(self, node: exp.SetOperation, scope: _Scope) -> _Grown:
        # A chain of them is as deep a tree as it is long, and nests nothing.
        left, right = (self.query(part, scope, scope.depth) for part in (node.this, node.expression))
        pairs = zip(left.columns.items(), [*right.columns.values(), *[1] * len(left.columns)], strict=False)
        columns = {name: max(mine, other) for (name, mine), other in pairs}
        rest = [node.args.get(part) for part in ("order", "limit", "offset")]
        return _Grown(columns, _bounded(left.size + right.size + self._sizes(rest, scope, columns)))

    def _select(self, node: exp.Expr, scope: _Scope) -> _Grown:
        size = 0
        from_ = node.args.get("from_") or node.args.get("from")
        joins = list(node.args.get("joins") or ())
        for source in [*([from_.this] if from_ is not None else []), *(join.this for join in joins)]:
            size = _bounded(size + self._source(source, scope))
        columns: dict[str, int] = {}
        later = {one.alias for one in node.expressions if isinstance(one, exp.Alias)}
        for place, one in enumerate(node.expressions):
            if one.is_star:
                starred = self._star(one, scope)
                size = _bounded(size + sum(starred.values()))
                columns |= {name: weight + columns.get(name, 0) for name, weight in starred.items()}
                continue
            value = one.this if isinstance(one, exp.Alias) else one
            name = one.alias_or_name or f"column {place}"
            weight = self._size(value, scope, columns, later - columns.keys())
            columns[name] = max(weight, columns.get(name, 0))
            size = _bounded(size + weight)
        own = {"from_", "from", "joins", "with_", "with", "expressions"}
        rest = [value for part, value in node.args.items() if part not in own]
        rest += [value for join in joins for part, value in join.args.items() if part != "this"]
        return _Grown(columns, _bounded(size + self._sizes(rest, scope, columns)))

    def _source(self, source: exp.Expr, scope: _Scope) -> int:
        """Put a source of FROM into the scope; answers its size."""
        alias = source.args.get("alias")
        if isinstance(source, exp.Table):
            cte = None if source.db else scope.cte(source.name)
            table = self._tables.get(source.name.lower())
            names = table.columns if table is not None else ()
            is_upper = source.name.isupper()
            grown = cte or _Grown({name.upper() if is_upper else name: 1 for name in names}, 1)
        else:
            # What stands beside a subquery in FROM is not seen from within it.
            grown = self.query(source, _Scope({}, scope.ctes, scope.outer, scope.depth), scope.depth + 1)
        name = source.alias_or_name or f"source {len(scope.sources)}"
        scope.sources[name] = _renamed(grown.columns, alias)
        return grown.size + sum(self._source(join.this, scope) for join in source.args.get("joins") or ())

    def _star(self, star: exp.Expr, scope: _Scope) -> dict[str, int]:
        table = star.table if isinstance(star, exp.Column) else ""
        found: dict[str, int] = {}
        for alias, columns in scope.sources.items():
            for name, weight in columns.items() if not table or alias == table else ():
                found[name] = weight + found.get(name, 0)  # two of a name are both in the row
        return found

    def _sizes(self, parts: Sequence[Any], scope: _Scope, own: Weights) -> int:
        flat = [one for part in parts for one in (part if isinstance(part, list) else [part])]
        return sum(self._size(one, scope, own, set()) for one in flat if isinstance(one, exp.Expr))

    def _size(self, root: exp.Expr, scope: _Scope, own: Weights, later: set[str]) -> int:
        """Nodes of an expression with all that its columns stand for; without recursion, it may be a long chain."""
        size, waiting = 0, [root]
        while waiting:
            node = waiting.pop()
            if isinstance(node, exp.Query):
                size += self.query(node, scope, scope.depth + 1).size
            elif node.is_star and isinstance(node, exp.Star | exp.Column):
                size += self._whole_row(node, scope)
            elif isinstance(node, exp.Column):
                size += self._column(node, scope, own, later)
            elif isinstance(node, exp.GroupConcat):
                size += LONGEST_JOINED // LETTERS_A_NODE
                waiting += node.iter_expressions()
            else:
                size += 1 + (len(node.name) // LETTERS_A_NODE if isinstance(node, exp.Literal) else 0)
                waiting += node.iter_expressions()
            _bounded(size)
        return size

    def _whole_row(self, star: exp.Expr, scope: _Scope) -> int:
        """A star within an expression: every column of a source; the one of count(*) is none."""
        if isinstance(star, exp.Star) and isinstance(star.parent, exp.Count):
            return 1
        return scope.row(star.table if isinstance(star, exp.Column) else "") or 1

    def _column(self, node: exp.Column, scope: _Scope, own: Weights, later: set[str]) -> int:
        found = scope.found(node.name, node.table)
        # Snowflake takes what a column of the same SELECT is called too.
        named = own.get(node.name) if not node.table else None
        if found is None and named is None and node.name in later:
            raise _refused(f"it uses {node.name} before it is named")
        return max(found or 1, named or 1)


def _renamed(columns: Weights, alias: Any) -> Weights:
    """Columns under the names that `AS t (a, b)` gives them."""
    names = [column.name for column in alias.columns] if isinstance(alias, exp.TableAlias) else []
    return {**columns, **dict(zip(names, columns.values(), strict=False))}


def _bounded(size: int) -> int:
    if size > MOST_GROWN:
        raise _refused("what it derives from itself becomes too large; use fewer columns in each other")
    return size


def _refused(what: str) -> NoAnswer:
    return NoAnswer(RefusalReason.FREE_SQL, f"The statement was not run: {what}.")
