"""What `fluxops check --warehouse` proves of the history, on either engine: every table, column and type of the DDL.

On Snowflake somebody else's tables may stand behind views; what counts is that the names and kinds of the DDL are
there. A column more than the DDL names is nobody's harm. Embedded, every file that the manifest names is opened too.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from data_sources.checks.finding import Finding, found
from data_sources.errors import SourceError
from data_sources.query import Query
from data_sources.source import Source
from data_sources.warehouse.belonging import lacking_of
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Part, Warehouse
from data_sources.warehouse.schema import TableDefinition, arrow_schema, definitions

# The kinds that warehouse_columns.sql tells, by the type of the DDL. Whole numbers serve where a fraction may stand.
_WHOLE, _ANY_NUMBER = frozenset({"integer"}), frozenset({"float", "decimal", "integer"})
_KINDS: dict[pa.DataType, frozenset[str]] = {
    pa.int16(): _WHOLE, pa.int32(): _WHOLE, pa.int64(): _WHOLE, pa.float32(): _ANY_NUMBER, pa.float64(): _ANY_NUMBER,
    pa.string(): frozenset({"text"}), pa.bool_(): frozenset({"boolean"}), pa.date32(): frozenset({"date"}),
    pa.timestamp("us"): frozenset({"timestamp"}),
}  # fmt: skip
_EXAMPLES = 5


def check_warehouse(source: Source) -> list[Finding]:
    """One finding a table of the DDL (and, embedded, a table's files), in the DDL's order; the history is not changed.

    Args:
        source: the history itself, or one that keeps its answers.
    """
    asked = getattr(source, "uncached", source)
    findings = [*_belonging_findings(asked), *_file_findings(asked.warehouse)] if isinstance(asked, DuckSource) else []
    try:
        rows = asked.fetch(Query.of("warehouse_columns")).to_pylist()
    except SourceError as error:
        return [*findings, Finding("error", "warehouse", 1, "", f"The history cannot be asked: {error}")]
    columns: dict[str, dict[str, str]] = {}
    for row in rows:
        columns.setdefault(row["table_name"], {})[row["column_name"]] = row["kind"]
    return [*findings, *(_table_finding(table, columns.get(table.name)) for table in definitions().values())]


def _belonging_findings(asked: DuckSource) -> Iterator[Finding]:
    """Outages of another database, or moved ones that are in another history; none where all is in order."""
    if sentence := asked.belonging():
        count = sum(lacking_of(asked.warehouse.manifest()).values())
        yield Finding("error", "moved outages", max(count, 1), "", sentence)


def _table_finding(table: TableDefinition, columns: dict[str, str] | None) -> Finding:
    check = f"table {table.name}"
    if columns is None:
        return Finding("error", check, 1, "", f"The table {table.name} is missing.")
    wrong = [text for field in table.schema if (text := _column_complaint(field, columns.get(field.name)))]
    return found(check, len(wrong), "; ".join(wrong[:_EXAMPLES]), f"Columns of {table.name} missing or of another type")


def _column_complaint(field: pa.Field, kind: str | None) -> str:
    if kind is None:
        return f"{field.name} is missing"
    wanted = _KINDS[field.type]
    return "" if kind in wanted else f"{field.name} is {kind}, wanted {' or '.join(sorted(wanted))}"


def _file_findings(warehouse: Warehouse) -> Iterator[Finding]:
    manifest = warehouse.manifest()
    for name in sorted(set(manifest.parts) & set(definitions())):
        wrong = [text for part in manifest.of(name) if (text := _file_complaint(warehouse, name, part))]
        yield found(
            f"files of {name}", len(wrong), "; ".join(wrong[:_EXAMPLES]), f"Files of {name} missing or with other rows"
        )


def _file_complaint(warehouse: Warehouse, table: str, part: Part) -> str:
    try:
        meta = pq.read_metadata(warehouse.root / part.path)
    except (OSError, pa.ArrowInvalid):
        return f"{part.path} cannot be read"
    if meta.num_rows != part.rows:
        return f"{part.path} holds {meta.num_rows:,} rows, the manifest says {part.rows:,}"
    if not meta.schema.to_arrow_schema().equals(arrow_schema(table)):
        return f"{part.path} has other columns"
    return ""
