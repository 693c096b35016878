"""`fluxops demo …`: the demo utility made, its readings, a storm in it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from app import databases
from app.cli import history as cli_history
from app.cli.numbers import WHOLE, decimal, whole
from app.cli.terminal import console, progress
from app.demo import the_demo
from app.principal import local_principal
from app.settings import load_settings


class _MakeFirst(TyperGroup):
    """`fluxops demo --scale small` is `fluxops demo make --scale small`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        known = {*self.commands, "--help", *ctx.help_option_names}
        if not args or args[0] not in known:
            args = ["make", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_MakeFirst,
    help="Make the demo utility (the word `make` may be left out), or start a storm in the one there is.",
)  # fmt: skip


@app.command()
def make(
    scale: Annotated[Literal["full", "small"], typer.Option(help="full: 596,906 meters; small: a sixtieth.")] = "full",
    as_of: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The demo's today (default: today).")
    ] = None,
    seed: Annotated[int | None, typer.Option(**WHOLE, help="Same seed and date, same utility.")] = None,
    ami_range: Annotated[
        list[str] | None,
        typer.Option(metavar="FROM TO", help="Only make readings for the demo there is, for these days; repeatable."),
    ] = None,
    ends: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,  # the TO of each range: an option takes one
) -> None:
    """Make the demo utility, in the place of the one that is there; or readings for it."""
    from data_sources.demo.utility.load import load_demo

    settings = load_settings()
    if ami_range or ends:
        with progress() as tell:
            cli_history.make_history(settings, ami_range or [], ends or [], tell)
        return
    with databases.database(settings) as live, progress() as tell:
        load_demo(
            live.source, scale, seed=settings.demo_seed if seed is None else seed,
            as_of=as_of.date() if as_of else None, progress=tell,
        )  # fmt: skip


@app.command()
def storm(
    minutes: Annotated[float | None, typer.Option(**decimal(1), help="How long it lasts (default: 20).")] = None,
    faults: Annotated[int | None, typer.Option(**whole(1), help="Faults that it brings (default: 60).")] = None,
    seed: Annotated[int | None, typer.Option(**whole(0), help="Same seed, same way of the front.")] = None,
) -> None:
    """Start a storm in the demo: its simulator lets faults strike along a front that moves over it."""
    from data_sources.commands.run import Commands
    from data_sources.demo.simulated_storm import StartSimulatedStorm

    settings = load_settings()
    given = {"minutes": minutes, "faults": faults, "seed": seed}
    with databases.database(settings) as live:
        values = {name: value for name, value in given.items() if value is not None}
        command = StartSimulatedStorm.of(utility_id=the_demo(live.source), **values)
        # Whoever has the command line has the database: no role of the page's holds here.
        Commands(live.source).run(command, by=local_principal(settings.user, "supervisor"))
    told = f"{command.faults} faults in {command.minutes:g} minutes"
    console.print(f"A storm begins: {told}. It plays while the demo is simulated.")
