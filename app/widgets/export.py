"""Export: what a table or chart shows, as a file: CSV and Parquet of its rows, PNG of its picture."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any

import panel as pn
import param
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
from panel.custom import JSComponent

from app import theme
from app.threads import THREADS, Threads
from data_sources.errors import FluxError
from data_sources.spreadsheet import BOM, inert_column
from layers.drawing import on_loop

log = logging.getLogger(__name__)

MAX_ROWS = 1_000_000
NOT_KNOWN = {"installed_year": 0}
"""Values that stand for what nobody knows, by column."""
MIME = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}

Taken = Callable[[], "pa.Table | None"]
# The rows in hand; or what fetches or makes them when it is called, in a thread of its own kind.
GetTable = Callable[[], "pa.Table | Taken | None"]


def as_csv(table: pa.Table) -> bytes:
    """The rows as CSV with a line of names; instants as ISO 8601 in UTC, nothing for what is not known.

    Text is inert in a spreadsheet; where it is more than ASCII, the file says that it is UTF-8.
    """
    sink = io.BytesIO()
    columns = (_known(name, column) for name, column in zip(table.column_names, table.columns, strict=True))
    plain = pa.table([inert_column(_shortest(column)) for column in columns], names=table.column_names)
    pyarrow.csv.write_csv(plain, sink)
    content = sink.getvalue()
    return content if content.isascii() else BOM + content


def _known(name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    """What is told as NaN, or as a word that stands for it, is nothing in a file for people."""
    if pa.types.is_floating(column.type):
        return pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
    if name in NOT_KNOWN:
        return pc.if_else(pc.equal(column, NOT_KNOWN[name]), pa.scalar(None, column.type), column)
    return column


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
        get_table: the rows behind it as they are now, or what makes them away from the event loop; None for none.
        name: of the file, without its ending; words are joined by underscores.
        figure: the Bokeh figure whose picture is saved, or several that stand one above the other; None for none.
        threads: where files are written.
        params: of the component.
    """

    forms = param.List(default=["csv", "parquet"], item_type=str, doc="Kinds of file offered.")
    chart_ids = param.List(
        default=[], item_type=str, doc="Bokeh ids of the figures, from top to bottom; none for none."
    )
    caption = param.String(default="", doc="Title written above the picture.")
    file_name = param.String(default="", doc="Name of the file, without its ending.")

    _esm = theme.module("js/export.js")

    def __init__(
        self, get_table: GetTable, name: str, figure: Any = None, *, threads: Threads = THREADS, **params: Any
    ) -> None:
        """Saves nothing before it is clicked."""
        figures = [] if figure is None else figure if isinstance(figure, list) else [figure]
        params.setdefault("caption", name.replace("_", " ").capitalize())
        super().__init__(
            forms=["csv", "parquet"] + (["png"] if figures else []),
            chart_ids=[part.id for part in figures], file_name=file_name(name), css_classes=["export-tools"],
            stylesheets=[theme.stylesheet("base"), theme.stylesheet("widgets")], margin=0, **params,
        )  # fmt: skip
        self._get_table, self._threads = get_table, threads

    def file(self, form: str, taken: Taken | None = None) -> dict[str, Any]:
        """What the browser gets: name, kind and bytes of a file, or an error in words. Slow: not for the event loop.

        Args:
            form: "csv" or "parquet".
            taken: what `get_table` answered in the session's document; None to ask it now.
        """
        try:
            table = (taken or (lambda: _table(self._get_table())))()
        except FluxError as error:
            return {"error": str(error)}
        if table is None or not table.num_rows:
            return {"error": "Nothing to save yet"}
        if table.num_rows > MAX_ROWS:
            return {"error": f"A file holds at most {MAX_ROWS:,} rows: choose fewer days, or filter"}
        return {"name": f"{self.file_name}.{form}", "mime": MIME[form], "content": WRITERS[form](table)}

    def _handle_msg(self, data: Any) -> None:
        """Take the rows as they are now and write them in a thread of their own kind, so that nobody waits for it.

        The file goes back on the session's own loop, and nowhere when the session has ended: no thread touches a
        document.
        """
        form = data.get("form") if isinstance(data, dict) else None
        if form not in WRITERS:
            return
        found, document = self._get_table(), pn.state.curdoc
        job = self._threads.exports.submit(self.file, form, lambda: _table(found))
        job.add_done_callback(lambda done: on_loop(document, partial(self._answer, done)))

    def _answer(self, job: Future[dict[str, Any]]) -> None:
        """Send the file, or say that there is none; in the session's document."""
        if job.cancelled():
            return
        if (error := job.exception()) is not None:
            log.error("A file could not be written.", exc_info=error)
        self._send_msg(
            job.result() if error is None else {"error": "This could not be saved; the server's log says why"}
        )


def _table(found: pa.Table | Taken | None) -> pa.Table | None:
    return found() if callable(found) else found


def file_name(name: str) -> str:
    """A name that every file system takes."""
    return re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").lower() or "flux"
