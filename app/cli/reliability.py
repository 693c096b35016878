"""`fluxops reliability …`: the indices of any utility's outage list, and predictive studies of networks."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from app import databases
from app.cli.numbers import decimal, whole
from app.cli.terminal import console
from app.settings import load_settings
from data_sources.errors import ImportRefused

_file = partial(typer.Option, rich_help_panel="What files do not say, or say wrongly")
_rate = partial(typer.Option, rich_help_panel="How often things fail, and how long it takes", min=0)
_asked = partial(typer.Option, rich_help_panel="What is asked for")


class _FileFirst(TyperGroup):
    """`fluxops reliability FILE.csv` is `fluxops reliability indices FILE.csv`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        known = {*self.commands, "--help", *ctx.help_option_names}
        if args and args[0] not in known:
            args = ["indices", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_FileFirst, no_args_is_help=True,
    help="Reliability indices of IEEE 1366: of an outage list (FILE.csv), or predicted for a network.",
)  # fmt: skip

TimeZone = Annotated[str | None, _file(help="Whose days count, and the clock of local times (default: as written).")]
DateOrder = Annotated[Literal["dmy", "mdy", "ymd"] | None, _file(help="Of dates such as 03/04/2026.")]
DurationUnit = Annotated[
    Literal["seconds", "minutes", "hours", "days"] | None, _file(help="Of durations that are bare numbers.")
]
Decimal = Annotated[Literal["dot", "comma"] | None, _file(help="Decimal mark; the other one parts thousands.")]
Column = Annotated[list[str] | None, _file(help="ROLE=NAME of an unusual column; repeatable.")]
Value = Annotated[
    list[str] | None, _file(help="planned=TEXT, unplanned=TEXT or supply=TEXT: what a text means; repeatable.")
]


@app.command("indices")
def indices(
    path: Annotated[Path | None, typer.Argument(metavar="FILE", help="List of outages: CSV or Parquet.")] = None,
    utility: Annotated[str | None, typer.Option(help="The record of a utility instead of a file.")] = None,
    customers_served: Annotated[float | None, typer.Option(**decimal(1), help="Active service points.")] = None,
    load_served_kva: Annotated[float | None, typer.Option(**decimal(1), help="Connected kVA (ASIFI, ASIDI).")] = None,
    customers_file: Annotated[
        Path | None, typer.Option(help="Who was interrupted, for CAIFI, CTAIDI, CEMI and CELID.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    t_med: Annotated[
        float | None, _asked(**decimal(0), help="T_MED in minutes (default: from the five years before each).")
    ] = None,
    n: Annotated[list[int] | None, _asked(**whole(1), help="Of CEMI: n or more (default 3 and 5); repeatable.")] = None,
    s_hours: Annotated[list[float] | None, _asked(**decimal(0), help="Of CELID-s (default 8); repeatable.")] = None,
    t_hours: Annotated[list[float] | None, _asked(**decimal(0), help="Of CELID-t (default 8); repeatable.")] = None,
    top: Annotated[int, _asked(**whole(1), help="How many circuits, substations, causes to show.")] = 10,
    time_zone: TimeZone = None, date_order: DateOrder = None, duration_unit: DurationUnit = None,
    decimal: Decimal = None, column: Column = None, value: Value = None,
) -> None:  # fmt: skip
    """Indices of a list of outages, or of a utility's record (the word "indices" may be left out before a file)."""
    from app.cli.reliability_read import options_said, read_list, read_utility
    from app.cli.reliability_tables import report_json, report_tables
    from data_sources.analytics.reliability.indices import Served
    from data_sources.studies.reliability.report import ReportOptions, make_report

    if (path is None) == (utility is None):
        raise ImportRefused("Name either a list of outages, or a utility of the database with --utility.")
    said = options_said(time_zone, date_order, duration_unit, decimal, column, value)
    if path is None:
        read = read_utility(utility, customers_served, customers_file)
    else:
        read = read_list(path, customers_served, customers_file, said)
    options = ReportOptions(
        Served(read.customers_served, load_served_kva), t_med, read.as_of, tuple(n or (3, 5)),
        tuple(s_hours or (8.0,)), tuple(t_hours or (8.0,)),
    )  # fmt: skip
    report = make_report(read.record, options, read.customers)
    if as_json:
        print(json.dumps(report_json(report, read.account), indent=1))
        return
    for sentence in read.account:
        console.print(sentence, soft_wrap=True, highlight=False)
    for printed in report_tables(report, options, top):
        console.print(printed, soft_wrap=isinstance(printed, str), highlight=False)


@app.command("predict")
def predict(
    path: Annotated[Path | None, typer.Argument(metavar="NETWORK", help="Network file (JSON, see README).")] = None,
    utility: Annotated[str | None, typer.Option(help="A utility of the database instead of a file.")] = None,
    feeder: Annotated[str | None, typer.Option(help="Only this feeder, with its load points.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    top: Annotated[int, typer.Option(**whole(1), help="How many feeders, or load points of one, to show.")] = 20,
    overhead_failures_per_km_year: Annotated[float | None, _rate(**decimal(0), help="Default 0.065.")] = None,
    overhead_repair_h: Annotated[float | None, _rate(**decimal(0), help="Default 5.")] = None,
    underground_failures_per_km_year: Annotated[float | None, _rate(**decimal(0), help="Default 0.04.")] = None,
    underground_repair_h: Annotated[float | None, _rate(**decimal(0), help="Default 30.")] = None,
    switching_h: Annotated[
        float | None, _rate(**decimal(0), help="To cut a failure off and switch over; default 1.")
    ] = None,
    transformer_failures_per_year: Annotated[
        float | None, _rate(**decimal(0), help="Of one transformer; default 0.015.")
    ] = None,
    transformer_repair_h: Annotated[
        float | None, _rate(**decimal(0), help="To repair or replace one; default 10.")
    ] = None,
) -> None:
    """What failure rates mean for the customers of a network: SAIFI, SAIDI, CAIDI, energy not supplied in a year."""
    from app.cli.reliability_tables import study_json, study_tables
    from data_sources.studies.reliability.network_file import read_network
    from data_sources.studies.reliability.rates import FailureRates
    from data_sources.studies.reliability.study import run_study

    rates = {
        "overhead_failures_per_km_year": overhead_failures_per_km_year, "overhead_repair_h": overhead_repair_h,
        "underground_failures_per_km_year": underground_failures_per_km_year,
        "underground_repair_h": underground_repair_h, "switching_h": switching_h,
        "transformer_failures_per_year": transformer_failures_per_year, "transformer_repair_h": transformer_repair_h,
    }  # fmt: skip
    said = {name: rate for name, rate in rates.items() if rate is not None}
    if (path is None) == (utility is None):
        raise ImportRefused("Name either a network file, or a utility of the database with --utility.")
    if path is not None:
        named = read_network(path, said)
    else:
        from data_sources.postgres.utility_rows import utility_named
        from data_sources.studies.reliability.live_network import live_network

        with databases.database(load_settings()) as live:
            utility_id = utility_named(live.source, utility)
            named = live_network(live.source, utility_id, FailureRates().but(said))
    study = run_study(named)
    if feeder is not None and feeder not in {one.name for one in study.feeders}:
        raise ImportRefused(f"There is no feeder {feeder!r} with customers.")
    if as_json:
        print(json.dumps(study_json(named, study, feeder), indent=1))
        return
    for printed in study_tables(named, study, feeder, top):
        console.print(printed, soft_wrap=isinstance(printed, str), highlight=False)
