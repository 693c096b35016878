"""`fluxops import outages` and `fluxops unload-outages`: lists of outages into the database, and out of it again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app import databases
from app.cli.numbers import decimal, whole
from app.cli.reliability import Column, DateOrder, Decimal, DurationUnit, TimeZone, Value
from app.cli.terminal import console
from app.settings import load_settings
from data_sources.errors import ImportRefused


def import_outages(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Lists of outages: CSV or Parquet.")],
    utility: Annotated[str | None, typer.Option(help="Whose circuits (needed where there are several).")] = None,
    as_new_utility: Annotated[str | None, typer.Option(help="Make a utility of that name for the circuits.")] = None,
    lon: Annotated[float | None, typer.Option(**decimal(), help="Where it lies, degrees.")] = None,
    lat: Annotated[float | None, typer.Option(**decimal(), help="Where it lies, degrees.")] = None,
    customers_served: Annotated[int | None, typer.Option(**whole(1), help="Its active service points.")] = None,
    time_zone: TimeZone = None, date_order: DateOrder = None, duration_unit: DurationUnit = None,
    decimal: Decimal = None, column: Column = None, value: Value = None,
) -> None:  # fmt: skip
    """Load lists of outages into the record of a utility; each outage once, however often its list comes."""
    from app.cli.reliability_read import options_said
    from data_sources.importers.outages.load import load_outages
    from data_sources.importers.outages.made_circuits import NewCircuits

    said = options_said(time_zone, date_order, duration_unit, decimal, column, value)
    new = None
    if as_new_utility is not None:
        if lon is None or lat is None or customers_served is None or time_zone is None:
            raise ImportRefused(
                "--as-new-utility needs its place, customers and clock; give --lon, --lat, --customers-served and "
                "--time-zone."
            )
        new = NewCircuits(as_new_utility, lon, lat, customers_served, time_zone)
    with databases.database(load_settings()) as live:
        load = load_outages(live.source, paths, said, utility=utility, new=new, actor="fluxops import outages")
    for sentence in load.sentences():
        console.print(sentence, soft_wrap=True, highlight=False)
    if not (load.outages or load.there):
        raise typer.Exit(1)


def unload_outages(
    load: Annotated[str | None, typer.Argument(help="Which load: its id or how it begins; none lists them.")] = None,
) -> None:
    """Take back what a run of `import outages` brought. Without an id: list the runs."""
    from data_sources.importers.outages.unload import outage_loads
    from data_sources.importers.outages.unload import unload_outages as unload

    with databases.database(load_settings()) as live:
        if load is None:
            told = [f"{one.sentence()}." for one in outage_loads(live.source)] or ["No load is remembered."]
        else:
            told = [f"{unload(live.source, load, actor='fluxops unload-outages'):,} outages were taken back."]
    for sentence in told:
        console.print(sentence, soft_wrap=True, highlight=False)
