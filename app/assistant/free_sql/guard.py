"""A model's statement read whole and written anew: only what is on the lists, only one utility's rows, so many rows.

Steps:

1. It is parsed by sqlglot in the database's own dialect. Exactly one statement, and that a SELECT.
2. Every node of its tree is of a kind on the list (`grammar`), every type and bare word too.
3. Every table is on the list (`allowed`) and becomes a subquery of its listed columns `WHERE utility_id = …`. Nothing
   else of the table is there any more: no other column, no hidden one, no other utility's row, however it is joined.
   `OFFSET 0` keeps PostgreSQL from moving a condition of the model's into it, where an error might tell of those rows.
   What it derives from columns that are derived themselves is counted with all that they stand for (`growth`).
4. Names of its own subqueries are written with a prefix, so that none is ever looked for in the database.
5. The tree is written out again, every name quoted, without comments: what runs is what was checked, never the text
   that came. A limit stands around it. What was written is read once more: every table in it stands where 3 put it.

The one place where the text of a statement is made, and not read from a .sql file: see README, "Design decisions".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.normalize_identifiers import normalize_identifiers

from app.assistant.free_sql.allowed import TABLES, AllowedTable, SqlDialect
from app.assistant.free_sql.grammar import NODES, TABLE_PARTS, TYPES, WORDS
from app.assistant.free_sql.growth import bound_texts, check_growth
from app.assistant.free_sql.made_up import told_columns
from app.assistant.refusals import NoAnswer, RefusalReason

LONGEST: Final = 6000  # characters
MOST_NODES: Final = 1500
MOST_TABLES: Final = 12
OWN: Final = "of_"  # begins the name of every subquery of a statement's own


@dataclass(frozen=True, slots=True)
class GuardedSql:
    """A statement that may run.

    Attributes:
        text: written anew; it binds nothing.
        tables: it reads, by name.
        made_up: of each column of its answer, whether a number or text of the statement's own goes into it.
        names: of each, one that is true of what it reads; empty where the database names it.
    """

    text: str
    tables: tuple[str, ...]
    made_up: tuple[bool, ...] = ()
    names: tuple[str, ...] = ()


def guarded(text: str, utility_id: int, most_rows: int, dialect: SqlDialect = "postgres") -> GuardedSql:
    """A model's statement as it may run.

    Args:
        text: as the model wrote it.
        utility_id: whose rows it sees.
        most_rows: it answers at most.
        dialect: of the database.

    Raises:
        NoAnswer: it may not run; the sentence says what of it.
    """
    try:
        return _guarded(text, utility_id, most_rows, dialect)
    except RecursionError:
        raise _refused("it is nested too deep") from None


def _guarded(text: str, utility_id: int, most_rows: int, dialect: SqlDialect) -> GuardedSql:
    query = _parsed(text, dialect)
    _check(query)
    query = normalize_identifiers(query, dialect=dialect)
    _check_names(query, dialect)
    check_growth(query, dialect)
    bound_texts(query)
    told = told_columns(query, dialect)
    names = _own_names(query, dialect)
    tables = _narrowed(query, int(utility_id), names, dialect)
    limited = exp.select("*").from_(query.subquery("answer", copy=False), copy=False).limit(int(most_rows), copy=False)
    written = limited.sql(dialect, identify=True, comments=False)
    _check_written(written, tables, int(utility_id), dialect)
    own, true_names = (one.reading.is_own for one in told), (one.true_name for one in told)
    return GuardedSql(written, tuple(sorted(tables)), tuple(own), tuple(true_names))


def _parsed(text: str, dialect: SqlDialect, longest: int = LONGEST) -> exp.Query:
    if len(text) > longest or "\0" in text:
        raise _refused(f"it is longer than {LONGEST:,} characters, or holds letters that are none")
    try:
        found = [one for one in sqlglot.parse(text, read=dialect) if one is not None]
    except (SqlglotError, RecursionError, ValueError):
        raise _refused("it cannot be read as SQL") from None
    if len(found) != 1:
        raise _refused("it has to be exactly one statement")
    query = found[0]
    if not isinstance(query, exp.Select | exp.SetOperation | exp.Subquery):
        raise _refused("only SELECT is allowed")
    return query


def _check(query: exp.Query) -> None:
    """Refuse what is not on the lists."""
    for number, node in enumerate(query.walk()):
        if number > MOST_NODES:
            raise _refused("it is too large")
        if type(node) not in NODES:
            raise _refused(f"{_words(node)} is not allowed")
        _CHECKS.get(type(node), _nothing)(node)


def _check_table(node: Any) -> None:
    if not isinstance(node.this, exp.Identifier) or _given(node) - TABLE_PARTS:
        raise _refused("only plain tables may stand in FROM")
    if node.db and node.db.lower() != "flux":
        raise _refused(f"the schema {node.db} is not open")


def _check_column(node: Any) -> None:
    if len(node.parts) > 2 or node.args.get("join_mark"):
        raise _refused("a column is written as its name, or with that of its table")


def _check_select(node: Any) -> None:
    for part, what in (
        ("into", "INTO"), ("locks", "FOR UPDATE"), ("laterals", "LATERAL"), ("hint", "a hint"), ("kind", "AS STRUCT"),
        ("operation_modifiers", "a modifier"), ("match", "MATCH"), ("connect", "CONNECT BY"), ("sample", "TABLESAMPLE"),
    ):  # fmt: skip
        if node.args.get(part):
            raise _refused(f"{what} is not allowed")


def _check_with(node: Any) -> None:
    if node.args.get("recursive"):
        raise _refused("WITH RECURSIVE is not allowed")


def _check_cast(node: Any) -> None:
    to = node.to
    if (
        not isinstance(to, exp.DataType)
        or to.this not in TYPES
        or to.args.get("nested")
        or _given(node) - {"this", "to"}
    ):
        raise _refused(f"a cast to {to.sql()} is not allowed")


def _check_word(node: Any) -> None:
    if str(node.this).lower() not in WORDS:
        raise _refused(f"{node.this} is not allowed there")


def _check_cte(node: Any) -> None:
    if not isinstance(node.this, exp.Query) or _given(node) - {"this", "alias", "materialized"}:
        raise _refused("WITH may hold SELECT only")


def _check_names(query: exp.Query, dialect: SqlDialect) -> None:
    """Refuse a column that nothing has: PostgreSQL takes `row.name` for a call of a function of that name too."""
    known = {column for table in TABLES[dialect].values() for column in table.columns} | set(TABLES[dialect])
    for node in query.walk():
        if isinstance(node, exp.Alias | exp.CTE | exp.Subquery | exp.Table):
            known.add(node.alias.lower())
        elif isinstance(node, exp.TableAlias):
            known |= {column.name.lower() for column in node.columns}
        elif isinstance(node, exp.Func):
            known |= {name.lower() for name in node.sql_names()}  # what its column is called without another name
    for column in query.find_all(exp.Column):
        if not isinstance(column.this, exp.Star) and column.name.lower() not in known:
            raise _refused(f"there is no column {column.name} for it")


def _nothing(_node: Any) -> None: ...


_CHECKS: Final[dict[type[exp.Expr], Any]] = {
    exp.Table: _check_table, exp.Column: _check_column, exp.Select: _check_select, exp.With: _check_with,
    exp.Cast: _check_cast, exp.Var: _check_word, exp.CTE: _check_cte,
}  # fmt: skip


def _own_names(query: exp.Query, dialect: SqlDialect) -> set[str]:
    """Names of the statement's own subqueries, and those same names given their prefix.

    PostgreSQL plans each of them once (MATERIALIZED), however often it is used.
    """
    names = {cte.alias for cte in query.find_all(exp.CTE)}
    for cte in query.find_all(exp.CTE):
        alias = cte.args["alias"]
        alias.set("this", exp.to_identifier(OWN + alias.name, quoted=True))
        cte.set("materialized", True if dialect == "postgres" else None)
    return names


def _narrowed(query: exp.Query, utility_id: int, names: set[str], dialect: SqlDialect) -> set[str]:
    """Put a subquery of one utility's rows in the place of each table; answers which tables there are."""
    tables, found = TABLES[dialect], set()
    for table in list(query.find_all(exp.Table)):
        name = table.name
        alias = table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(name, quoted=True))
        if name in names and not table.db:
            table.set("this", exp.to_identifier(OWN + name, quoted=True))
            table.set("alias", alias)
            continue
        allowed = tables.get(name.lower())
        if allowed is None or (dialect == "snowflake" and table.db):
            raise _refused(f"there is no table {name} for it")
        found.add(allowed.name)
        table.replace(exp.Subquery(this=_rows_of(allowed, utility_id, dialect), alias=alias))
    if len(list(query.find_all(exp.Subquery))) > 4 * MOST_TABLES or len(found) > MOST_TABLES:
        raise _refused("it reads too many tables")
    return found


def _check_written(text: str, tables: set[str], utility_id: int, dialect: SqlDialect) -> None:
    """Refuse a text in which a table stands anywhere but in one utility's rows; none is known that gets here."""
    rows = [_rows_of(TABLES[dialect][name], utility_id, dialect) for name in tables]
    proper = {select.sql(dialect, identify=True) for row in rows for select in row.find_all(exp.Select)}
    for table in _parsed(text, dialect, longest=40 * LONGEST).find_all(exp.Table):
        is_own = table.name.startswith(OWN) and not table.db
        select = table.parent_select
        if not is_own and (select is None or select.sql(dialect, identify=True) not in proper):
            raise _refused("it could not be cut down to this utility")


def _rows_of(table: AllowedTable, utility_id: int, dialect: SqlDialect) -> exp.Select:
    """The listed columns of one utility's rows."""

    def named(name: str) -> exp.Identifier:
        return exp.to_identifier(name.upper() if dialect == "snowflake" else name, quoted=True)

    def place(name: str) -> exp.Table:
        return exp.Table(this=named(name), db=named("flux") if dialect == "postgres" else None)

    key: exp.Expr = exp.Column(this=named(table.key))
    own = exp.EQ(this=exp.Column(this=named("utility_id")), expression=exp.Literal.number(utility_id))
    where: exp.Expr = own
    if table.owner:
        keys = exp.select(exp.Column(this=named(table.key))).from_(place(table.owner)).where(own)
        where = exp.In(this=key, query=keys.subquery())
    rows = exp.select(*(exp.Column(this=named(name)) for name in table.columns)).from_(place(table.name)).where(where)
    return rows.offset(0) if dialect == "postgres" else rows


def _given(node: exp.Expr) -> set[str]:
    return {name for name, value in node.args.items() if value}


def _words(node: exp.Expr) -> str:
    """What a kind of node is called in a sentence."""
    if isinstance(node, exp.Anonymous):
        return f"the function {node.name.lower()}"
    if isinstance(node, exp.Func):
        return f"the function {node.sql_name().lower()}"
    return node.key.upper()


def _refused(what: str) -> NoAnswer:
    return NoAnswer(RefusalReason.FREE_SQL, f"The statement was not run: {what}.")
