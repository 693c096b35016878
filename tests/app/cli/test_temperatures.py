"""`fluxops temperatures` makes what is due, says how far it is, and makes nothing twice."""

from __future__ import annotations

from pathlib import Path

from data_sources.postgres.embedded import EmbeddedPostgres
from data_sources.postgres.source import PostgresSource
from tests.app.cli.test_cli import fluxops
from tests.conftest import dsn_of
from tests.data_sources.pipeline.thermal.heat_world import FIRST, HeatWorld, day_after
from tests.handmade import insert_utility


def test_days_that_are_due(empty_source: PostgresSource, embedded: EmbeddedPostgres, tmp_path: Path) -> None:
    insert_utility(empty_source)
    world = HeatWorld(empty_source, tmp_path / "warehouse")
    world.weather(FIRST, 4)
    for number in range(3):
        world.loads(day_after(FIRST, number))
    with empty_source.connection() as connection:
        dsn = dsn_of(embedded, connection.info.dbname)
    settings = {"FLUXOPS_POSTGRES_DSN": dsn, "FLUXOPS_HOME": str(tmp_path)}
    told = [fluxops("temperatures", *options, **settings).stdout.strip() for options in (["--days", "2"], [], [])]
    assert told == [
        f"Handmade 1: computed 2 days up to {day_after(FIRST, 1)}, 1 left.",
        f"Handmade 1: computed 1 day up to {day_after(FIRST, 2)}.",
        "Handmade 1: nothing is due.",
    ]
    assert len(world.rows("transformer_thermal_day")) == 6
