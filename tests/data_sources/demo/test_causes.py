"""A cause of the demo has one name, whether its history or its simulator writes it."""

from __future__ import annotations

from typing import get_args

import pytest

from data_sources.demo.causes import Cause
from data_sources.demo.simulator import faults
from data_sources.demo.utility.history import CAUSES

SHARES = (faults.OVERHEAD_CAUSES, faults.UNDERGROUND_CAUSES, faults.WINDY_CAUSES, faults.TRANSFORMER_CAUSES)


def test_history_and_simulator_take_their_causes_from_one_list() -> None:
    drawn = {cause for shares in SHARES for cause, _ in shares}
    assert set(CAUSES) | drawn == set(get_args(Cause)), "each is used, and no other"
    assert len(drawn & set(CAUSES)) >= 7, "what both know has one name"


@pytest.mark.parametrize("shares", SHARES)
def test_the_shares_of_causes_make_a_whole(shares: faults.Shares) -> None:
    assert sum(share for _, share in shares) == pytest.approx(1.0)
