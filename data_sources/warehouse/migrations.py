"""The history's schema on Snowflake, brought up by the numbered .sql files, each once, in order.

Snowflake commits every DDL statement by itself, so a file is recorded after its last statement. All of them may be run
again: tables are made where they are missing, dynamic tables are replaced and fill themselves anew. The database, the
schema, the warehouse and the roles are made before, by deploy/snowflake.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from data_sources.errors import FluxError
from data_sources.statements import SQL_ROOT
from data_sources.warehouse.schema import fill, schema_files
from data_sources.warehouse.snowflake import SnowflakeSource

FOLDER = SQL_ROOT / "snowflake" / "migrations"

# Quoted text, comments and $$ blocks are stepped over, so that only a semicolon that ends a statement is seen.
_TOKEN = re.compile(r"('(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|/\*.*?\*/|\$\$.*?\$\$)|(;)", re.DOTALL)


def migrate_warehouse(
    source: SnowflakeSource, variables: Mapping[str, str], files: Sequence[Path] | None = None
) -> list[str]:
    """Apply what is pending; answers the names applied.

    Args:
        source: Snowflake, in the history's database and schema, as a role that may create there.
        variables: values of the files' `<% … %>`: target_lag and warehouse.
        files: numbered .sql files in order; the history's own where None.

    Raises:
        FluxError: the schema was written by a newer Flux.
        QueryError: a variable is missing or holds signs that no name has.
        SourceUnavailable: Snowflake cannot be reached.
        ContractError: Snowflake refuses a statement; what came before it stays.
    """
    known = {int(path.name.split("_")[0]): path for path in (schema_files() if files is None else files)}
    texts = {number: fill(path.read_text(encoding="utf-8"), variables) for number, path in known.items()}
    source.run(_own("create_table"))
    applied = set(source.run(_own("applied"))["number"].to_pylist())
    if newer := applied - set(known):
        raise FluxError(f"The history is at schema version {max(newer)}, newer than this Flux ({max(known)}): upgrade.")
    names = []
    for number in sorted(set(known) - applied):
        for statement in split(texts[number]):
            source.run(statement)
        source.run(_own("record"), (number, known[number].stem, dt.datetime.now(dt.UTC).replace(tzinfo=None)))
        names.append(known[number].stem)
    return names


def split(text: str) -> list[str]:
    """The statements of a text, without their semicolons; pieces that hold nothing but comments are left out."""
    ends = [match.start() for match in _TOKEN.finditer(text) if match[2]]
    pieces = [
        text[start:end].strip() for start, end in zip([0, *(end + 1 for end in ends)], [*ends, len(text)], strict=True)
    ]
    return [piece for piece in pieces if re.sub(r"--[^\n]*|/\*.*?\*/", "", piece, flags=re.DOTALL).strip()]


def _own(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
