"""`fluxops load-ami` and `fluxops unload-ami`: files of readings into the embedded history, and out of it again.

The options stand in groups, as the help shows them; each is a field of `ReadingOptions`.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from app import databases
from app.cli.numbers import NUMBER, WHOLE
from app.cli.terminal import console, progress
from app.settings import load_settings
from data_sources.errors import ImportRefused
from data_sources.postgres.source import PostgresSource

_times = partial(typer.Option, rich_help_panel="Times, where files do not say them, or say them wrongly")
_values = partial(typer.Option, rich_help_panel="Values, where files do not say them, or say them wrongly")
_meters = partial(typer.Option, rich_help_panel="Whose readings they are")
_new = partial(typer.Option, rich_help_panel="A utility of their own, for meters that nobody knows yet")

Paths = Annotated[list[Path], typer.Argument(help="Files or folders: Parquet, CSV, Green Button XML, NEM12.")]

TimeZone = Annotated[
    str | None,
    _times(help="Clock of local stamps, whatever a header says (default: that, or the utility's)."),
]
Stamp = Annotated[
    Literal["start", "end"] | None, _times(help="What a stamp is of its interval, whatever its name says.")
]
Interval = Annotated[int | None, _times(**WHOLE, help="Minutes of an interval, where a file does not show it.")]
DateOrder = Annotated[Literal["dmy", "mdy", "ymd"] | None, _times(help="Of dates such as 03/04/2026 or 24-01-15.")]

Unit = Annotated[
    Literal["kWh", "Wh", "MWh", "kW", "W", "MW"] | None, _values(help="Unit of energies, whatever a file says.")
]
Decimal = Annotated[
    Literal["dot", "comma"] | None,
    _values(help="Decimal mark of numbers; the other one parts thousands (default: what each column shows)."),
]
Column = Annotated[
    list[str] | None,
    _values(help="ROLE=NAME of an unusual column; repeatable, and delivered=A delivered=B are summed."),
]
Value = Annotated[
    list[str] | None,
    _values(
        help="MEANING=TEXT: what a text of the category or quality column means, e.g. received=Injectie (also of a "
        "text that begins so); delivered, received, net, reactive, voltage, ignore; actual, estimated, edited, "
        "missing. Repeatable."
    ),
]
Registers = Annotated[Literal["refuse", "difference", "interval"], _values(help="Values that rise like a register.")]
SameTime = Annotated[
    Literal["refuse", "last", "sum"],
    _values(help="Different values of one meter and time in a file: refuse them, take the last, or sum them."),
]
Net = Annotated[bool, _values("--net", help="Negative energy comes from the customer.")]

Utility = Annotated[str | None, _meters(help="Whose meters (needed where there are several).")]
Meter = Annotated[str | None, _meters(help="Meter of files that hold a single one.")]
MeterMap = Annotated[Path | None, _meters("--map", help="CSV of two columns: the file's id, the meter's name.")]

AsNewUtility = Annotated[str | None, _new(help="Make a utility of that name for unknown meters.")]
Lon = Annotated[float | None, _new(**NUMBER, help="Where it lies, degrees.")]
Lat = Annotated[float | None, _new(**NUMBER, help="Where it lies, degrees.")]

LoadId = Annotated[str | None, typer.Argument(help="Which load: its id or how it begins; none lists them.")]


def load_ami(
    paths: Paths,
    time_zone: TimeZone = None, stamp: Stamp = None, interval: Interval = None, date_order: DateOrder = None,
    unit: Unit = None, decimal: Decimal = None, column: Column = None, value: Value = None,
    registers: Registers = "refuse", same_time: SameTime = "refuse", net: Net = False,
    utility: Utility = None, meter: Meter = None, meter_map: MeterMap = None,
    as_new_utility: AsNewUtility = None, lon: Lon = None, lat: Lat = None,
) -> None:  # fmt: skip
    """Load interval readings from files; each reading once, however often a file comes."""
    from data_sources.importers.readings.columns import meanings_said
    from data_sources.importers.readings.load_run import load_readings
    from data_sources.importers.readings.meter_book import read_meter_map
    from data_sources.importers.readings.options import ReadingOptions, Report, column_roles, new_utility
    from data_sources.pipeline.rollups.settling import settle_large

    settings = load_settings()
    columns, shares = column_roles(column or [])
    options = ReadingOptions(
        time_zone=time_zone, stamp=stamp, interval_minutes=interval, date_order=date_order,
        unit=unit, decimal=decimal, columns=columns, shares=shares, meanings=meanings_said(value or []),
        registers=registers, same_time=same_time, is_net=net,
        utility=utility, meter=meter, meter_map=read_meter_map(meter_map) if meter_map else {},
        new_utility=new_utility(as_new_utility, lon, lat),
        quarantine_folder=settings.home / "quarantine",
    )  # fmt: skip
    reports: list[Report] = []
    try:
        with databases.database(settings) as live, progress() as tell:
            warehouse = databases.embedded_warehouse(settings, live.source)
            report = load_readings(live.source, warehouse, paths, options, progress=tell, began=reports.append)
            settle_large(warehouse, tell=tell)
    except ImportRefused:
        reports.clear()  # not one of the files could be taken, which is told as the fault
        raise
    finally:  # what was loaded before a fault is there, and its load id takes it back
        for one in reports:
            _tell(one.sentences())
    if report.is_refused:
        raise typer.Exit(1)


def unload_ami(load: LoadId = None) -> None:
    """Take back what a run of load-ami brought; what it had replaced stands again. Without an id: list the runs."""
    from data_sources.pipeline.landing.load_record import load_named, loads_of
    from data_sources.pipeline.landing.unloading import unload
    from data_sources.pipeline.notify import notify

    settings = load_settings()
    with databases.database(settings) as live:
        warehouse = databases.embedded_warehouse(settings, live.source)
        if load is None:
            _tell([one.sentence() + "." for one in loads_of(warehouse.manifest())] or ["No load is remembered."])
            return
        load_id = load_named(warehouse.manifest(), load).load_id
        # The history is files, and to take them back may last: no transaction waits for it. What was meant is written
        # before, what came of it after, and nothing goes where the first cannot be written.
        _audit(live.source, "unload_readings_begun", load_id=load_id)
        done = unload(warehouse, load_id)
        _tell([done.sentence()])
        _audit(live.source, "unload_readings", load_id=load_id, removed=done.removed, restored=done.restored)
        notify(live.source)


def _audit(source: PostgresSource, action: str, **detail: object) -> None:
    with source.transaction("fluxops unload-ami", action, detail=detail):
        """The audit row is all there is."""


def _tell(sentences: list[str]) -> None:
    for sentence in sentences:
        console.print(sentence, soft_wrap=True, highlight=False)
