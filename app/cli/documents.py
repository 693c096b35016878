"""`fluxops import documents` and `fluxops documents …`: what the assistant looks things up in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from app import databases
from app.cli.terminal import complaints, console
from app.settings import load_settings
from data_sources.documents.passages import Kind
from data_sources.errors import ImportRefused

ACTOR = "fluxops import documents"

app = typer.Typer(help="List documents that the assistant looks things up in, or remove them.", no_args_is_help=True)

Utility = Annotated[str | None, typer.Option(help="Name of the utility whose they are (default: everybody's).")]


def import_documents(
    path: Annotated[Path, typer.Argument(metavar="FILE|FOLDER", help="PDF, Markdown or text.")],
    utility: Utility = None,
    kind: Annotated[
        Kind | None, typer.Option(help="What they are (default: as each says, or by its folder, else manual).")
    ] = None,
    language: Annotated[str | None, typer.Option(help="Their language, e.g. spanish (default: english).")] = None,
    title: Annotated[str | None, typer.Option(help="Title of a single file (default: as it says).")] = None,
) -> None:
    """Load documents; one that was loaded by this command under the same name before gives way to the new one."""
    from data_sources.documents.folder import files_in, leading_out
    from data_sources.documents.index import IndexPlace, index_file
    from data_sources.documents.reading import FileOptions
    from data_sources.postgres.utility_rows import utility_named

    files = files_in(path) if path.is_dir() else {path.name: path}
    strays = leading_out(path) if path.is_dir() else {}
    for why in strays.values():
        complaints.print(f"Not loaded: {why}", style="red", soft_wrap=True, highlight=False)
    if not files:
        raise ImportRefused(f"There is no PDF, Markdown or text file in {path}.")
    if title is not None and path.is_dir():
        raise ImportRefused("--title is for a single file; documents of a folder keep their own.")
    options = FileOptions(kind, (language or "").lower(), title or "")
    refused = len(strays)
    with databases.database(load_settings()) as live:
        whose = None if utility is None else utility_named(live.source, utility)
        for name, file in files.items():
            try:
                done = index_file(live.source, file, name, IndexPlace("command", whose, ACTOR), options)
                console.print(done.sentence(), soft_wrap=True, highlight=False)
            except ImportRefused as error:
                refused += 1
                complaints.print(f"Not loaded: {error}", style="red", soft_wrap=True, highlight=False)
    if refused:
        raise typer.Exit(1)


@app.command("list")
def list_documents() -> None:
    """List the documents there are: number, title, kind, file, who loaded it."""
    from data_sources.documents.index import counted, documents
    from data_sources.postgres.utility_rows import utilities

    with databases.database(load_settings()) as live:
        rows, names = documents(live.source), dict(utilities(live.source))
    if not rows:
        console.print("No document is loaded: `fluxops import documents` loads some.")
        return
    table = Table("number", "title", "kind", "holds", "file", "by", "whose")
    for row in rows:
        whose = "everybody's" if row["utility_id"] is None else names.get(row["utility_id"], "nobody's any more")
        table.add_row(
            str(row["document_id"]), row["title"], row["kind"], counted(row["pages"], row["counts"]), row["file_name"],
            row["origin"], whose,
        )  # fmt: skip
    console.print(table)


@app.command("remove")
def remove(
    document: Annotated[str, typer.Argument(help="Its number, file or title, as `fluxops documents list` has them.")],
) -> None:
    """Remove a document from the index; its file stays where it is, and in FLUXOPS_DOCUMENTS_DIR is loaded again."""
    from data_sources.documents.index import documents, named, remove_documents

    with databases.database(load_settings()) as live:
        going = named(documents(live.source), document)
        remove_documents(live.source, going, "fluxops documents remove")
    console.print(f"{going[0]['title']!r} ({going[0]['file_name']}) was removed.", soft_wrap=True, highlight=False)
