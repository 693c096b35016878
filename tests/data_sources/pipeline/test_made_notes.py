"""Whose outages were moved to a history is remembered for as long as it holds another utility's outages than a demo's."""

from __future__ import annotations

import pytest

from data_sources.pipeline.made import MADE_FOR, without_made
from data_sources.warehouse.belonging import MOVED_FROM
from data_sources.warehouse.files import Manifest, Part


@pytest.mark.parametrize(("scope", "is_kept"), [("u2.2024", True), ("u1.2024", False)])
def test_a_demo_that_goes_takes_the_mark_of_no_other_utility(scope: str, is_kept: bool) -> None:
    """Utility 2 has no readings: it was taken for one that is not there, and the next database emptied its outages."""
    outages = Part("outage_events/a.parquet", 4, "table", scope=scope)
    manifest = Manifest(parts={"outage_events": (outages,)}, notes={MADE_FOR: "1/7", MOVED_FROM: "here"})
    left = without_made(manifest, stamps=["2/0"])
    assert (MOVED_FROM in left.notes) is is_kept
    assert MADE_FOR not in left.notes
