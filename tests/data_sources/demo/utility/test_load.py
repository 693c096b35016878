"""A demo made anew: whose ids it has."""

from __future__ import annotations

from data_sources.demo.utility.load import load_demo
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query


def test_the_same_demo_keeps_its_ids_another_gets_new_ones(demo_source: PostgresSource) -> None:
    """The history knows meters by id: those of another seed are others, though they are called the same."""

    def ids() -> dict[str, int]:
        rows = demo_source.fetch(Query.of("hist_meters", utility_id=before["utility_id"]))
        return dict(zip(rows["meter_name"].to_pylist(), rows["meter_id"].to_pylist(), strict=True))

    (before,) = demo_source.fetch(Query.of("hist_utilities")).to_pylist()
    first = ids()
    assert load_demo(demo_source, "small", seed=before["seed"]) == before["utility_id"]
    assert ids() == first
    assert load_demo(demo_source, "small", seed=before["seed"] + 1) == before["utility_id"]
    assert min(ids().values()) == max(first.values()) + 1
