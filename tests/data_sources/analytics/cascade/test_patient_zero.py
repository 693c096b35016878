"""The ranking by hand, each part by itself."""

from __future__ import annotations

import numpy as np
import pytest

from data_sources.analytics.cascade.betweenness import Central
from data_sources.analytics.cascade.patient_zero import PatientZeroRanking, RankWeights, rank
from data_sources.analytics.cascade.transfer import Cascade
from tests.data_sources.analytics.cascade.grids import PLAIN, two_feeders


def ranking(weights: RankWeights | None = None, **ratings: float) -> PatientZeroRanking:
    """Of the two feeders: bank 1 - 3 - 4 (60 kW), bank 2 - 5 - 6 (30 kW), a tie 4 - 6, 100 kW on every line."""
    cascade = Cascade(grid := two_feeders(**ratings), PLAIN)
    joins = (grid.is_closed | grid.is_tie) & (grid.from_node > 0)
    between = Central(len(grid), grid.from_node[joins], grid.to_node[joins]).between
    return rank(cascade, between, weights or RankWeights())


def test_every_part_by_hand() -> None:
    """A row 1 - 3 - 4 - 6 - 5 - 2: betweenness 0, 4, 6, 6, 4, 0; the tie takes 70 of feeder 3's 60, 40 of 5's 30."""
    found = ranking()
    assert found.customers_downstream.tolist() == [90, 60, 30, 60, 60, 30, 30]
    assert found.load_kw.tolist() == [90, 60, 30, 60, 60, 30, 30]
    assert found.loading_pct[3:].tolist() == [60, 60, 30, 30]
    assert found.tie_kw[3:].tolist() == [70, 70, 40, 40]
    assert found.parts[3] == pytest.approx([4 / 6, 1, 0.6, 0])
    assert found.parts[6] == pytest.approx([1, 0.5, 0.3, 0])
    assert found.score[3] == pytest.approx(100 * (4 / 6 + 1 + 0.6) / 4)
    assert found.order[0] == 4  # betweenness 1, customers 1, loading 0.6


def test_what_ties_cannot_take_counts() -> None:
    """A tie of 15 kW takes a quarter of feeder 3 and half of feeder 5."""
    found = ranking(RankWeights(0, 0, 0, 1), tie_kw=15.0)
    assert found.score[3:].tolist() == [75, 75, 50, 50]
    assert found.order.tolist()[:4] == [1, 3, 4, 2]


def test_only_the_ratio_of_weights_matters() -> None:
    assert np.allclose(ranking(RankWeights(2, 2, 2, 2)).score, ranking().score)


@pytest.mark.parametrize(
    "weights", [RankWeights(0, 0, 0, 0), RankWeights(-1, 1, 1, 1), RankWeights(float("nan"), 1, 1, 1)]
)
def test_weights_that_weigh_nothing_are_refused(weights: RankWeights) -> None:
    with pytest.raises(ValueError, match="Weights"):
        ranking(weights)
