"""The tab that the README shows: short, found in a folder, working on the demo utility."""

from __future__ import annotations

from pathlib import Path

from app.live import LiveLoop
from app.state import AppState
from app.tabs import found
from app.threads import all_kinds
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.source import Sources
from tests.app.looping import GivenVersions, HandExecutor

FOLDER = Path(__file__).parent / "example_tab"


def test_it_is_short() -> None:
    code = (FOLDER / "transformer_ages.py").read_text()
    layer, tab = code.split("class Ages")[1].split("class TransformerAges")
    assert sum(bool(line.strip()) for line in layer.splitlines()) <= 15
    assert sum(bool(line.strip()) for line in tab.splitlines()) <= 20


def test_it_works_on_the_demo(demo: PostgresSource) -> None:
    (entry,) = found.in_folder(FOLDER)
    versions, executor, ticks = GivenVersions(), HandExecutor(), []
    sources = Sources(live=demo)
    loop = LiveLoop(sources, versions, ticks.append, all_kinds(executor))
    utility_id = demo.fetch(Query.of("utilities"))["utility_id"][0].as_py()
    tab = entry.load()(state=AppState(utility_id=utility_id), sources=sources, feed=versions, loop=loop)
    tab.is_shown = True
    view = tab.__panel__()
    loop.look()
    executor.work()
    for tick in ticks:
        tick()
    assert tab.failure is None, tab.failure
    assert list(tab.table.object.columns) == ["Transformer", "Feeder", "Age (years)"]
    assert len(tab.table.object) > 0
    assert tab.seen.object.startswith(f"The oldest {len(tab.table.object)} of {tab.rows.num_rows:,}; ")
    assert (tab.table.object["Age (years)"] >= tab.own.least_years).all()
    assert view is tab.__panel__()
