"""Export: what a table or chart shows, as a file: CSV and Parquet of its rows, PNG of its picture."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import param
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
from panel.custom import JSComponent

from app import theme

MAX_ROWS = 1_000_000
MIME = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}

GetTable = Callable[[], "pa.Table | None"]


def as_csv(table: pa.Table) -> bytes:
    """The rows as CSV with a line of names; instants as ISO 8601 in UTC, nothing for what is not known."""
    sink = io.BytesIO()
    plain = pa.table([_shortest(column) for column in table.columns], names=table.column_names)
    pyarrow.csv.write_csv(plain, sink)
    return sink.getvalue()


def _shortest(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Numbers kept in single precision as such, so that 244.9 is not written as 244.89999389648438."""
    if column.type != pa.float64():
        return column
    single = column.cast(pa.float32(), safe=False)
    return single if single.cast(pa.float64()).equals(column) else column


def as_parquet(table: pa.Table) -> bytes:
    """The rows as Parquet, zstd."""
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


WRITERS: dict[str, Callable[[pa.Table], bytes]] = {"csv": as_csv, "parquet": as_parquet}


class Export(JSComponent):
    """Small buttons that save what is shown.

    Args:
        get_table: the rows behind it as they are now; None while there are none.
        name: of the file, without its ending; words are joined by underscores.
        figure: the Bokeh figure whose picture is saved, or several that stand one above the other; None for none.
        params: of the component.
    """

    forms = param.List(default=["csv", "parquet"], item_type=str, doc="Kinds of file offered.")
    chart_ids = param.List(
        default=[], item_type=str, doc="Bokeh ids of the figures, from top to bottom; none for none."
    )
    caption = param.String(default="", doc="Title written above the picture.")
    file_name = param.String(default="", doc="Name of the file, without its ending.")

    _esm = theme.module("js/export.js")

    def __init__(self, get_table: GetTable, name: str, figure: Any = None, **params: Any) -> None:
        """Saves nothing before it is clicked."""
        figures = [] if figure is None else figure if isinstance(figure, list) else [figure]
        params.setdefault("caption", name.replace("_", " ").capitalize())
        super().__init__(
            forms=["csv", "parquet"] + (["png"] if figures else []),
            chart_ids=[part.id for part in figures], file_name=file_name(name), css_classes=["export-tools"],
            stylesheets=[theme.stylesheet("base"), theme.stylesheet("widgets")], margin=0, **params,
        )  # fmt: skip
        self._get_table = get_table

    def file(self, form: str) -> dict[str, Any]:
        """What the browser gets: name, kind and bytes of a file, or an error in words."""
        table = self._get_table()
        if table is None or not table.num_rows:
            return {"error": "Nothing to save yet"}
        if table.num_rows > MAX_ROWS:
            return {"error": f"{table.num_rows:,} rows are too many: choose fewer days"}
        return {"name": f"{self.file_name}.{form}", "mime": MIME[form], "content": WRITERS[form](table)}

    def _handle_msg(self, data: Any) -> None:
        form = data.get("form") if isinstance(data, dict) else None
        if form in WRITERS:
            self._send_msg(self.file(form))


def file_name(name: str) -> str:
    """A name that every file system takes."""
    return re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").lower() or "flux"
