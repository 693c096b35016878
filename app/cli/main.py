"""`fluxops …`: everything that is done from a terminal. One sentence and an exit code when something is wrong."""

from __future__ import annotations

import errno
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.table import Table
from rich.text import Text

from app import databases
from app import demo as demo_wiring
from app.cli import assets as cli_assets
from app.cli import demo as cli_demo
from app.cli import documents as cli_documents
from app.cli import history as cli_history
from app.cli import load_ami as cli_load_ami
from app.cli import outages as cli_outages
from app.cli import reliability as cli_reliability
from app.cli import temperatures as cli_temperatures
from app.cli.endings import INTERRUPTED, begin_ending, obey_signals
from app.cli.numbers import NUMBER, WHOLE
from app.cli.terminal import complaints, console, progress
from app.settings import load_settings
from data_sources.checks.finding import Finding
from data_sources.errors import FluxError, ImportRefused
from data_sources.importers.imported import ImportedNetwork

_FULL = " Free some space, or set FLUXOPS_HOME to a folder on another disk, and run this again."
_NOT_OURS = " Let this user write there, or set FLUXOPS_HOME to a folder of its own, and run this again."
ADVICE = {
    errno.ENOSPC: _FULL, errno.EDQUOT: _FULL, errno.EFBIG: _FULL,
    errno.EACCES: _NOT_OURS, errno.EPERM: _NOT_OURS, errno.EROFS: _NOT_OURS,
}  # fmt: skip

app = typer.Typer(help="Flux Operations Center: watch and run an electric utility.", no_args_is_help=True)
imports = typer.Typer(help="Bring in somebody else's network, and lists of what is known of it.", no_args_is_help=True)
app.add_typer(imports, name="import")
app.add_typer(cli_demo.app, name="demo")
app.add_typer(cli_reliability.app, name="reliability")
app.add_typer(cli_documents.app, name="documents")
imports.command("outages")(cli_outages.import_outages)
imports.command("documents")(cli_documents.import_documents)
cli_assets.add_to(imports)
app.command("unload-outages")(cli_outages.unload_outages)
app.command("load-ami")(cli_load_ami.load_ami)
app.command("unload-ami")(cli_load_ami.unload_ami)
app.command("stream")(cli_history.stream)
app.command("new-history")(cli_history.new_history)
app.command("temperatures")(cli_temperatures.temperatures)


def run() -> None:
    """The console command: a known failure, or one of the system, is one sentence on stderr and exit code 1."""
    obey_signals()
    try:
        app()
    except FluxError as error:
        _complain(str(error))
    except OSError as error:
        _complain(_of_system(error))
    except SystemExit as end:
        if end.code == 128 + signal.SIGINT:
            complaints.print(f"fluxops: {INTERRUPTED}", highlight=False)
        raise


def _complain(sentence: str) -> NoReturn:
    complaints.print(f"fluxops: {sentence}", style="red", highlight=False, soft_wrap=True)
    sys.exit(1)


def _of_system(error: OSError) -> str:
    """A full disk, a folder that is not ours: where, what, and what to do."""
    where = f"{error.filename}: " if error.filename else ""
    what = (error.strerror or str(error)).rstrip(".")
    return f"{where}{what}.{ADVICE.get(error.errno or 0, '')}"


@app.command()
def serve(
    port: Annotated[int | None, typer.Option(**WHOLE, help="Port to listen on (default FLUXOPS_PORT or 5006).")] = None,
    address: Annotated[str | None, typer.Option(help="Address to listen on; loopback only.")] = None,
    dev: Annotated[bool, typer.Option("--dev", help="Reload the page when a source file or a tab is saved.")] = False,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = False,
) -> None:
    """Start everything and serve the page (the main job)."""
    settings = load_settings()
    from app import wiring  # the page's libraries take 150 MB, which no other command needs
    from app.server import serve as server

    port, address = port or settings.port, address or settings.address
    server.check_address(port=port, address=address)
    try:
        with progress() as tell:
            wiring.start(tell)
        where = (f"http://localhost:{port}", "bold")
        told = Text.assemble("Flux Operations Center: ", where, "  (Ctrl-C stops it)")
        server.serve(
            port=port, address=address, dev=dev, show=open_browser, tabs_dir=settings.tabs_dir,
            on_ready=lambda: console.print(told),
        )  # fmt: skip
    finally:
        begin_ending()
        wiring.stop()
    # All is closed. Taking the heap apart object by object would take seconds more, and a thread that was left behind
    # in a library of C++ may end such a taking apart by an abort.
    logging.shutdown()
    console.file.flush()
    os._exit(0)


@app.command()
def migrate(
    warehouse: Annotated[bool, typer.Option("--warehouse", help="The history's schema on Snowflake.")] = False,
) -> None:
    """Bring the database's schema up to date."""
    from data_sources.postgres.migrations import migrate as apply

    if warehouse:
        names = cli_history.migrate_history(load_settings())
        console.print(f"Applied: {', '.join(names)}." if names else "The history's schema is up to date.")
        return
    with databases.database(load_settings()) as live:
        applied = apply(live.source)
    console.print(f"Applied: {', '.join(applied)}." if applied else "The schema is up to date.")


@app.command()
def simulate(
    seconds: Annotated[
        float | None, typer.Option(**NUMBER, help="Stop after this many seconds (default: run until Ctrl-C).")
    ] = None,
) -> None:
    """Move the demo utility by hand: loads, faults, crews, restorations. Labelled simulated."""
    settings = load_settings()
    with databases.database(settings) as live:
        demo_wiring.simulate(live.source, settings, seconds)


@app.command()
def check(
    warehouse: Annotated[bool, typer.Option("--warehouse", help="What the history lacks or types wrongly.")] = False,
) -> None:
    """Prove that every utility's rows hold together; exit code 1 and a list where they do not."""
    from data_sources.checks.integrity import check_utility
    from data_sources.postgres.utility_rows import utilities

    if warehouse:
        findings = cli_history.check_history(load_settings())
        _show_findings("History", findings)
        raise typer.Exit(int(any(finding.severity == "error" for finding in findings)))
    bad = 0
    with databases.database(load_settings()) as live:
        for utility_id, name in utilities(live.source):
            findings = check_utility(live.source, utility_id)
            bad += sum(finding.severity == "error" for finding in findings)
            _show_findings(name, findings)
    if bad:
        raise typer.Exit(1)


@app.command()
def remove(
    utility: Annotated[str, typer.Argument(help="The utility's name.")],
    confirm: Annotated[
        str | None, typer.Option(metavar="NAME", help="The name once more, instead of being asked for it.")
    ] = None,
) -> None:
    """Remove a utility with everything that belongs to it; says what goes, and asks for its name once more."""
    from data_sources.importers.removal import remove_by_name, what_goes

    with databases.database(load_settings()) as live:
        going = what_goes(live.source, utility)
        console.print(going.sentence(), soft_wrap=True, highlight=False)
        again = typer.prompt("Its name once more, to remove it") if confirm is None else confirm
        if again != utility:
            raise FluxError(f"Nothing was removed: {again!r} is not {utility!r}.")
        remove_by_name(live.source, going, actor="fluxops remove")
    console.print(f"{utility} was removed.", highlight=False)


@imports.command("opendss")
def import_opendss(
    master: Annotated[Path, typer.Argument(help="The model's master .dss file.")],
    name: Annotated[str | None, typer.Option(help="The utility's name (default: the circuit's).")] = None,
    time_zone: Annotated[
        str | None, typer.Option(help="IANA time zone (default: by the longitude, without daylight saving).")
    ] = None,
    crs: Annotated[str | None, typer.Option(help="Coordinate system of planar coordinates, e.g. EPSG:2278.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of the utility of the same name.")] = False,
    in_place_of_demo: Annotated[
        bool, typer.Option("--in-place-of-demo", help="Remove the demo utility in the same transaction.")
    ] = False,
) -> None:
    """Import an OpenDSS model as a utility of its own."""
    from data_sources.importers.opendss.read import read_opendss

    _import(read_opendss(master, name=name, time_zone=time_zone, crs=crs), replace, in_place_of_demo)


@imports.command("tables")
def import_tables(
    folder: Annotated[Path | None, typer.Argument(help="Folder with one CSV, Parquet or GeoJSON file a table.")] = None,
    crs: Annotated[str | None, typer.Option(help="Coordinate system of planar coordinates, e.g. EPSG:2278.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of the utility of the same name.")] = False,
    in_place_of_demo: Annotated[
        bool, typer.Option("--in-place-of-demo", help="Remove the demo utility in the same transaction.")
    ] = False,
    skip_bad_rows: Annotated[
        bool, typer.Option("--skip-bad-rows", help="Keep bad rows aside instead of refusing.")
    ] = False,
    columns: Annotated[bool, typer.Option("--columns", help="Only print the columns each table may have.")] = False,
) -> None:
    """Import a network from plain tables as a utility of its own."""
    from data_sources.importers.tables.read import describe_columns, read_tables

    if columns:
        console.print(describe_columns(), soft_wrap=True, highlight=False)
        return
    if folder is None:
        raise ImportRefused("Name the folder with the tables, or ask for --columns.")
    _import(read_tables(folder, crs=crs, skip_bad_rows=skip_bad_rows), replace, in_place_of_demo)


@app.command("load-weather")
def load_weather(
    path: Annotated[Path, typer.Argument(help="CSV: observed_at, temperature_c or _f, humidity_pct, wind_mps.")],
    utility: Annotated[str | None, typer.Option(help="The utility's name (needed where there are several).")] = None,
) -> None:
    """Load measured weather in place of the simulated one, or forecasts (issued_at, forecast_at, temperature_c)."""
    from data_sources.importers.weather import load_weather as load
    from data_sources.postgres.utility_rows import utility_named

    with databases.database(load_settings()) as live:
        report = load(live.source, utility_named(live.source, utility), path)
    console.print(report.sentence())


def _import(network: ImportedNetwork, replace: bool, in_place_of_demo: bool) -> None:
    from data_sources.checks.integrity import doubts
    from data_sources.importers.writer import write_network

    with databases.database(load_settings()) as live:
        report = write_network(
            live.source, network, replace=replace, actor="fluxops import", in_place_of_demo=in_place_of_demo
        )
        findings = doubts(live.source, report.utility_id)
    table = Table("element", "count", "became", "note", title=report.title)
    for line in report.lines:
        table.add_row(line.element, f"{line.count:,}", line.became, line.note)
    console.print(table)
    if findings:
        console.print("Hard to believe; look at it before you rely on it:")
        console.print(_table(findings))


def _show_findings(utility: str, findings: Sequence[Finding]) -> None:
    """What is wrong, line by line; what is right, as a count."""
    passed = sum(finding.severity == "ok" for finding in findings)
    console.print(Text.assemble((utility, "bold"), f": {passed} of {len(findings)} checks passed."))
    if wrong := [finding for finding in findings if finding.severity != "ok"]:
        console.print(_table(wrong))


def _table(findings: Sequence[Finding]) -> Table:
    table = Table("check", "count", "what")
    for finding in findings:
        style = "red" if finding.severity == "error" else "yellow"
        table.add_row(finding.check, f"{finding.count:,}", finding.sentence, style=style)
    return table
