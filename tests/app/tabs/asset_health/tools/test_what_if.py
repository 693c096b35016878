"""What-ifs: the study's own numbers before and after, from a real run in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.assistant.refusals import NoAnswer, RefusalReason
from app.jobs import close_jobs
from app.tabs.asset_health.tools.what_if import HEAT_WHAT_IF
from data_sources.errors import FluxError
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.studies.assets.writing import write_assessment
from tests.app.assistant.asking import turn
from tests.app.tabs.asset_health.what_if.test_what_if_view import AT, history_of
from tests.data_sources.towns import load_town


@pytest.fixture
def village(empty_source: PostgresSource) -> PostgresSource:
    load_town(empty_source, 2)
    write_assessment(empty_source, 1, AT)
    return empty_source


@pytest.fixture(autouse=True)
def _no_jobs_left() -> Iterator[None]:
    yield
    close_jobs()


def measures(found: object) -> dict[str, tuple[float | None, float | None]]:
    return {row["measure"]: (row["before"], row["after"]) for row in found.table.to_pylist()}  # type: ignore[attr-defined]


def test_growth_overloads_the_fleet(village: PostgresSource, tmp_path: Path) -> None:
    history = history_of(village, tmp_path)
    found = HEAT_WHAT_IF.call(turn(village, history), {"growth_pct": 20})
    count = len(village.fetch(Query.of("thermal_transformers", utility_id=1, transformer_id=0)))
    told = measures(found)
    assert told["Overloaded"] == (0, count - 1)  # 90 % of their rating, and 108 % after
    assert told["Hot spot above 110 °C"] == (0, count - 1)
    assert told["Known"] == (count - 1, count - 1)
    assert told["Not known"] == (1, 1)
    assert found.title == "What if: +20 % load"
    assert found.period == "2026-07-08"
    texts = dict(found.goes[0].texts)
    assert (texts["view"], texts["what_if_growth"]) == ("what_if", "20")
    feeder = village.fetch(Query.of("filter_choices", utility_id=1)).to_pylist()
    names = [row["name"] for row in feeder if row["kind"] == "feeder"]
    parts = [measures(HEAT_WHAT_IF.call(turn(village, history), {"growth_pct": 20, "place": name})) for name in names]
    assert sum(part["Overloaded"][1] or 0 for part in parts) == count - 1


def test_nothing_is_assumed_or_known(village: PostgresSource, tmp_path: Path) -> None:
    with pytest.raises(NoAnswer, match="Say what to assume"):
        HEAT_WHAT_IF.call(turn(village), {})
    with pytest.raises(NoAnswer) as caught:
        HEAT_WHAT_IF.call(turn(village), {"vehicles": 2})
    assert caught.value.reason is RefusalReason.NO_SOURCE
    with pytest.raises(NoAnswer, match="No readings are on record"):
        HEAT_WHAT_IF.call(turn(village, history_of(village, tmp_path, has_readings=False)), {"vehicles": 2})


def test_a_person_who_stops_waits_no_longer(village: PostgresSource, tmp_path: Path) -> None:
    context = turn(village, history_of(village, tmp_path))
    context.stop.set()
    with pytest.raises(FluxError, match="stopped"):
        HEAT_WHAT_IF.call(context, {"warmer_c": 3})
