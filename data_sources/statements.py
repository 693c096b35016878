"""Named .sql files: found, parsed and checked once.

A file opens with comment lines. The first says what one row is; then, where the statement answers rows:

    -- One row an active outage, newest first.
    -- result: outage_id int64, started_at timestamp, customers_out int32
    -- topics: outages, crews

`result` names the columns and types every engine's answer is cast to; `topics` names the changes that make the answer
out of date (see `data_sources.topics`); `bulk: yes` marks an answer of many rows, fetched by the column; `sorts` lists
the columns that a paged statement can be sorted by (see `data_sources.paging`); `dialect: snowflake` marks a statement
to the history in a folder whose others are for PostgreSQL; `ages` gives the seconds after which an answer that reckons
up to the present moment is out of date although no topic changed. Binds are written `:name`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from data_sources.errors import QueryError
from data_sources.topics import check_topics

SQL_ROOT = Path(__file__).parent / "sql"

ARROW_TYPES: dict[str, pa.DataType] = {
    "int16": pa.int16(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "float32": pa.float32(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "string": pa.string(),
    "binary": pa.binary(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", tz="UTC"),
}

_HEADER = re.compile(r"^--\s*(\w+):\s*(.+)$")
# Quoted text, comments and casts are stepped over, so that only real binds are seen.
_TOKEN = re.compile(r"('(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|/\*.*?\*/|::)|:([a-z_][a-z0-9_]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Statement:
    """One parsed .sql file.

    Attributes:
        name: the file's name without its ending.
        dialect: "postgres" or "snowflake".
        text: the SQL as written.
        binds: the names written `:name`, in order of first use.
        result: the Arrow schema of the answer; None for a statement that answers no rows.
        topics: feed topics that make the answer out of date.
        is_bulk: whether the answer is large and fetched by the column.
        sorts: columns that a page of it can be sorted by, the first at the start; empty where it is not paged.
        max_age_s: seconds after which an answer is out of date although no topic changed; None where time alone
            changes nothing.
    """

    name: str
    dialect: str
    text: str
    binds: tuple[str, ...]
    result: pa.Schema | None
    topics: tuple[str, ...]
    is_bulk: bool
    sorts: tuple[str, ...] = ()
    max_age_s: float | None = None

    def with_binds(self, style: str) -> str:
        """The SQL with its binds in a driver's style: "pyformat" `%(name)s` or "qmark" `?`."""
        if style == "qmark":
            return _TOKEN.sub(lambda m: m[1] or "?", self.text)
        escaped = self.text.replace("%", "%%")
        return _TOKEN.sub(lambda m: m[1] or f"%({m[2]})s", escaped)

    def in_order(self, values: Mapping[str, Any]) -> list[Any]:
        """The values as the marks of the "qmark" text ask for them; a bind that is used twice comes twice."""
        return [values[match[2]] for match in _TOKEN.finditer(self.text) if match[2]]


DIALECTS = ("postgres", "snowflake")
NUMBERED = {"schema", "migrations"}  # run in order, never by name

_folders: list[tuple[Path, str]] = []


@cache
def _built_in() -> dict[str, Path]:
    """The statements of this package by name, whatever folder of their dialect they stand in."""
    paths = [path for dialect in DIALECTS for path in sorted((SQL_ROOT / dialect).rglob("*.sql"))]
    return {path.stem: path for path in paths if path.parent.name not in NUMBERED}


def built_in_statements() -> list[Path]:
    """The .sql files that can be asked by name."""
    return list(_built_in().values())


def is_built_in(name: str) -> bool:
    """Whether a statement is one of Flux's own, not one of a data scientist's folder."""
    return name in _built_in()


def register_folder(folder: Path, dialect: str = "postgres") -> None:
    """Let `statement` find the .sql files of a data scientist's folder too; `check_names` of it before they are used.

    Args:
        folder: where they stand.
        dialect: of those whose header names none.
    """
    if (folder, dialect) not in _folders:
        _folders.append((folder, dialect))
    statement.cache_clear()


def check_names(folder: Path) -> None:
    """Refuse a folder's statement that could never be asked, because one of Flux's own has its name.

    Raises:
        QueryError: the first such file, by name.
    """
    for path in sorted(folder.glob("*.sql")):
        if path.stem in _built_in():
            raise QueryError(f"{path.name}: that name is one of Flux's own statements; rename it.")


@cache
def statement(name: str) -> Statement:
    """The statement in the .sql file of that name.

    Raises:
        QueryError: no folder holds that file, or its header is malformed.
    """
    if name in _built_in():
        path = _built_in()[name]
        return parse(name, path.relative_to(SQL_ROOT).parts[0], path.read_text(encoding="utf-8"))
    for folder, dialect in _folders:
        path = folder / f"{name}.sql"
        if path.is_file():
            return parse(name, dialect, path.read_text(encoding="utf-8"))
    raise QueryError(
        f"There is no statement named {name!r}: no {name}.sql in {[str(SQL_ROOT), *(str(f) for f, _ in _folders)]}."
    )


def parse(name: str, dialect: str, text: str) -> Statement:
    """Read the header and the binds of one .sql text.

    Raises:
        QueryError: a result type, a topic or the dialect is unknown, or the age is no number.
    """
    header = _header(text)
    topics = tuple(re.findall(r"\w+", header.get("topics", "")))
    check_topics(topics, f"{name}.sql")
    dialect = header.get("dialect", dialect).strip()
    if dialect not in DIALECTS:
        raise QueryError(f"{name}.sql: there is no dialect {dialect!r}; a statement is for {' or '.join(DIALECTS)}.")
    binds = tuple(dict.fromkeys(m[2] for m in _TOKEN.finditer(text) if m[2]))
    return Statement(
        name=name,
        dialect=dialect,
        text=text,
        binds=binds,
        result=_schema(name, header["result"]) if "result" in header else None,
        topics=topics,
        is_bulk=header.get("bulk", "no").strip() == "yes",
        sorts=tuple(re.findall(r"\w+", header.get("sorts", ""))),
        max_age_s=_seconds(name, header["ages"]) if "ages" in header else None,
    )


def _header(text: str) -> dict[str, str]:
    """The `-- key: value` lines; a comment line that ends in a comma goes on in the next one."""
    header: dict[str, str] = {}
    key = ""
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        if key and header[key].rstrip().endswith(","):
            header[key] += " " + line.lstrip("- ")
        elif match := _HEADER.match(line):
            key = match[1]
            header[key] = match[2]
    return header


def _seconds(name: str, text: str) -> float:
    if not text.strip().isdecimal() or not int(text):
        raise QueryError(f"{name}.sql: an answer ages in a whole number of seconds, not in {text.strip()!r}.")
    return float(text)


def _schema(name: str, columns: str) -> pa.Schema:
    fields = []
    for column in columns.split(","):
        parts = column.split()
        if len(parts) != 2 or parts[1] not in ARROW_TYPES:
            known = ", ".join(ARROW_TYPES)
            raise QueryError(f"{name}.sql: {column.strip()!r} is not 'column type' with one of {known}.")
        fields.append(pa.field(parts[0], ARROW_TYPES[parts[1]]))
    return pa.schema(fields)
