"""The history's schema on Snowflake, brought up by the numbered .sql files, each once, in order.

Snowflake commits every DDL statement by itself, so a file is recorded after its last statement. All of them may be run
again: tables are made where they are missing, dynamic tables are replaced and fill themselves anew. Of a file that was
changed since it was applied, what replaces (`CREATE OR REPLACE`) is run again, so a rollup is changed where it stands;
a column of a table that is written needs a file of its own. The database, the schema, the warehouse and the roles are
made before, by deploy/snowflake.
"""

from __future__ import annotations

import datetime as dt
import hashlib
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
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_REPLACES = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*CREATE\s+OR\s+REPLACE\s", re.DOTALL | re.IGNORECASE)


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
    texts = {number: path.read_text(encoding="utf-8") for number, path in known.items()}
    due = {number: split(fill(text, variables)) for number, text in texts.items()}
    applied = _applied(source)
    if newer := set(applied) - set(known):
        raise FluxError(f"The history is at schema version {max(newer)}, newer than this Flux ({max(known)}): upgrade.")
    names = []
    for number, text in sorted(texts.items()):
        if applied.get(number) == digest(text):
            continue
        statements = [one for one in due[number] if number not in applied or _REPLACES.match(one)]
        for statement in statements:
            source.run(statement)
        now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
        source.run(_own("record"), (number, known[number].stem, now, digest(text)))
        names += [known[number].stem] if statements else []
    return names


def digest(text: str) -> str:
    """What a file does, in a few letters; comments and the values of variables do not count."""
    bare = "\n".join(" ".join(_COMMENT.sub("", one).split()) for one in split(text))
    return hashlib.blake2s(bare.encode(), digest_size=12).hexdigest()


def _applied(source: SnowflakeSource) -> dict[int, str | None]:
    """Digest of each file as it was applied last, by number; None where an older Flux did not record it."""
    source.run(_own("create_table"))
    source.run(_own("add_digest"))
    return {row["number"]: row["digest"] for row in source.run(_own("applied")).to_pylist()}


def split(text: str) -> list[str]:
    """The statements of a text, without their semicolons; pieces that hold nothing but comments are left out."""
    ends = [match.start() for match in _TOKEN.finditer(text) if match[2]]
    pieces = [
        text[start:end].strip() for start, end in zip([0, *(end + 1 for end in ends)], [*ends, len(text)], strict=True)
    ]
    return [piece for piece in pieces if _COMMENT.sub("", piece).strip()]


def _own(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
