"""The index of risk by hand."""

from __future__ import annotations

import numpy as np
import pytest

from data_sources.analytics.cascade.risk import RiskPoints, Strain, points, strain
from data_sources.analytics.cascade.transfer import Cascade
from tests.data_sources.analytics.cascade.grids import CHECKED, two_feeders

NOBODY = np.empty(0, np.int64)


def test_the_points_by_hand() -> None:
    """Half the peak: 20; 14:00: 20; one element of ten heavy, half of a fifth: 12.5; one feeder of four unhelped: 3.75."""
    found = points(Strain(10, 1, 4, np.array([3]), np.array([5.0])), 50.0, 100.0, 14.0)
    assert (found.load, found.peak_hour, found.equipment, found.network) == (20, 20, 12.5, 3.75)
    assert (found.total, found.level) == (56.25, "high")


def test_a_quiet_night_has_few() -> None:
    quiet = Strain(10, 0, 4, NOBODY, np.empty(0))
    assert points(quiet, 30.0, 100.0, 19.0) == RiskPoints(12, 0, 0, 0)
    assert points(quiet, 30.0, 0.0, 13.9).total == 0


@pytest.mark.parametrize(("load", "level"), [(29.9, "normal"), (30, "elevated"), (50, "high"), (70, "critical")])
def test_levels(load: float, level: str) -> None:
    assert RiskPoints(load, 0, 0, 0).level == level


def test_feeders_whose_loss_ties_cannot_make_good() -> None:
    """Feeder 5 has room for 50 of the 60 of feeder 3; feeder 3 takes all of feeder 5. Nothing is over 80 %."""
    found = strain(Cascade(two_feeders(second_kw=80.0), CHECKED))
    assert (found.elements, found.heavy_elements, found.feeders) == (4, 0, 2)
    assert (found.unhelped.tolist(), found.unhelped_kw.tolist()) == ([3], [60])
