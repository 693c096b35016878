"""Outages inside an outage, before and after the upstream device is closed."""

from __future__ import annotations

import numpy as np

from data_sources.analytics.prediction.nested import before_opening, still_dark
from data_sources.analytics.prediction.predictor import CALL, GASP
from tests.data_sources.analytics.prediction.small_tree import (
    BREAKER,
    FUSE_1,
    FUSE_2,
    IS_ACTIVE,
    MINUTE,
    NOON,
    OPENINGS,
    RATES,
    chances,
    predictor,
    small_tree,
)  # fmt: skip


def left(restored: list[int], waited_min: float, called: list[int] | None = None) -> list[tuple[str, int]]:
    tree = small_tree()
    storm = OPENINGS._replace(storm_factor=30)
    found = still_dark(
        tree, 30 * chances(tree), RATES, int(tree.node_of_device[BREAKER]), NOON, int(NOON + waited_min * MINUTE),
        np.array(restored), np.array(called or [], np.int64), np.array([], np.int64), storm.chance("service"),
    )  # fmt: skip
    return [one.key for one in found]


def test_a_lateral_that_does_not_report_after_closing_is_still_out() -> None:
    """All of R's meters but one report that power is back, none of F1's six: its fuse is open too."""
    assert left([6, 7, 8, 9, 10, 11, 12, 13], 10) == [("device", FUSE_1)]


def test_a_lost_report_here_and_there_is_no_outage() -> None:
    assert left([0, 1, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13], 10) == []


def test_nobody_is_called_out_before_reports_are_due() -> None:
    assert left([], 0) == []


def test_a_call_after_closing_tells_of_a_transformer() -> None:
    others = [meter for meter in range(15) if meter not in (9, 10, 11)]
    assert left(others, 10) == []  # three lost reports: 0.2^3
    assert left(others, 10, called=[9, 10]) == [("transformer", 3)]


def test_messages_from_before_the_opening_tell_of_an_earlier_outage() -> None:
    """F2 blew twenty minutes before the breaker tripped: it has to be looked at before the breaker is closed."""
    made = predictor()
    made.add([6, 7, 9, 10, 11], GASP, NOON - 20 * MINUTE)
    made.add([0, 1, 3, 4, 12, 13], GASP, NOON)
    assert [one.key for one in made.look(NOON + 5 * MINUTE)] == [("device", BREAKER)]
    node = int(made.tree.node_of_device[BREAKER])
    assert [one.key for one in before_opening(made, chances(made.tree), node, NOON)] == [("device", FUSE_2)]


def test_messages_of_the_outage_itself_are_none_of_an_earlier_one() -> None:
    made = predictor()
    made.add(np.flatnonzero(IS_ACTIVE), CALL, NOON + MINUTE)
    made.add(np.arange(15), GASP, NOON - MINUTE)  # clocks differ
    node = int(made.tree.node_of_device[BREAKER])
    assert before_opening(made, chances(made.tree), node, NOON) == []
