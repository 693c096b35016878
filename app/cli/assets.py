"""`fluxops import assets | inspections | failures | vegetation | work-orders`: a utility's own lists."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from app import databases
from app.cli.terminal import console
from app.settings import load_settings
from data_sources.errors import ImportRefused

_file = partial(typer.Option, rich_help_panel="What files do not say, or say wrongly")

File = Annotated[Path | None, typer.Argument(metavar="FILE", help="The list: CSV or Parquet.")]
Utility = Annotated[str | None, typer.Option(help="Whose assets they are (needed where there are several).")]
TimeZone = Annotated[str | None, _file(help="Clock of local times (default: the utility's).")]
DateOrder = Annotated[Literal["dmy", "mdy", "ymd"] | None, _file(help="Of dates such as 03/04/2026.")]
Decimal = Annotated[Literal["dot", "comma"] | None, _file(help="Decimal mark; the other one parts thousands.")]
Column = Annotated[list[str] | None, _file(help="ROLE=NAME of an unusual column; repeatable.")]
Columns = Annotated[bool, typer.Option("--columns", help="Only print the columns that the list may have.")]


def add_to(imports: typer.Typer) -> None:
    """The commands."""
    told = {
        "assets": "what stands there: years of installation and nameplates",
        "inspections": "what inspections of its transformers and poles found",
        "failures": "which of them failed and were replaced",
        "vegetation": "what grows beside its lines",
        "work-orders": "work orders about its transformers and poles",
    }
    for what, of in told.items():
        sentence = f"Load a utility's own list of {of}; the same list again changes nothing."
        imports.command(what, help=f"{sentence} Columns: {_roles(what)}.")(_command(what))


def _roles(what: str) -> str:
    from data_sources.importers.assets.headings import LISTS

    return ", ".join(column.role for column in LISTS[what].columns)


def _command(what: str) -> Callable[..., None]:
    def load(
        path: File = None, utility: Utility = None, time_zone: TimeZone = None, date_order: DateOrder = None,
        decimal: Decimal = None, column: Column = None, columns: Columns = False,
    ) -> None:  # fmt: skip
        from data_sources.importers.assets.headings import LISTS
        from data_sources.importers.assets.load import load_list
        from data_sources.importers.lists.options import ListOptions, roles_said

        if columns:
            console.print(LISTS[what].describe(), soft_wrap=True, highlight=False, markup=False)
            return
        if path is None:
            raise ImportRefused("Name the file, or ask for --columns.")
        said = ListOptions(time_zone, date_order, decimal, roles_said(column or []))
        with databases.database(load_settings()) as live:
            done = load_list(live.source, path, what, said, utility=utility, actor=f"fluxops import {what}")
        for sentence in done.sentences():
            console.print(sentence, soft_wrap=True, highlight=False, markup=False)
        if not done.file.taken:
            raise typer.Exit(1)

    return load
