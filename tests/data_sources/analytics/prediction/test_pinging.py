"""Which meters are worth a ping, and what their answers would change."""

from __future__ import annotations

import pytest

from data_sources.analytics.prediction.pinging import information, pings
from data_sources.analytics.prediction.predictor import GASP, HAS_SUPPLY, PING_UNANSWERED, Predictor
from data_sources.analytics.prediction.rates import MessageRates, evidence
from tests.data_sources.analytics.prediction.small_tree import (
    BREAKER,
    FUSE_1,
    FUSE_2,
    MINUTE,
    NOON,
    OPENINGS,
    RATES,
    chances,
    predictor,
)

LATER = NOON + 5 * MINUTE


def test_an_error_free_ping_of_an_even_chance_tells_one_bit() -> None:
    sure = MessageRates(ping_loss=1e-12, ping_false=1e-12)
    assert information(0.5, sure) == pytest.approx(1.0)
    assert information(0.11, sure) == pytest.approx(0.4999, abs=1e-3)  # H(0.11), as tabled
    assert information(0.0, sure) == pytest.approx(0.0, abs=1e-9)


def test_a_ping_that_errs_as_often_as_not_tells_nothing() -> None:
    assert information(0.5, MessageRates(ping_loss=0.5, ping_false=0.5)) == pytest.approx(0.0)


def test_two_laterals_with_silence_between_are_settled_by_one_ping() -> None:
    """F1 and F2 whole, T4 silent, one gasp in twenty lost: a breaker or two fuses are about as likely (0.05^3 against
    1e-4). A meter of T4 is asked, and its answer decides; asking what if leaves everything as it was."""
    tree = predictor().tree
    made = Predictor(tree, chances(tree), evidence(RATES._replace(gasp_loss=0.05), OPENINGS.chance("service")))
    made.add(list(range(12)), GASP, NOON)
    before = made.look(LATER)
    kept = made.times.copy()
    asked = {ping.meter: ping for one in before for ping in pings(made, one, RATES, LATER)}
    (meter,) = asked.keys() & {12, 13, 14}
    assert asked[meter].bits > 0.3
    assert asked[meter].if_silent == (("device", BREAKER),)
    assert sorted(asked[meter].if_answered) == [("device", FUSE_1), ("device", FUSE_2)]
    assert (made.times == kept).all()
    assert [one.probability for one in made.look(LATER)] == [one.probability for one in before]


def test_a_single_service_is_settled_by_itself_and_a_neighbour() -> None:
    made = predictor()
    made.add(4, GASP, NOON)
    (one,) = made.look(NOON + MINUTE / 60)
    asked = {ping.place: ping for ping in pings(made, one, RATES, int(NOON + MINUTE / 60))}
    assert asked["caller"].meter == 4
    assert asked["neighbour"].meter in (3, 5)
    assert asked["neighbour"].if_silent == (("transformer", 1),)
    assert asked["neighbour"].if_answered == (("service", 4),)


def test_what_is_promised_happens() -> None:
    made = predictor()
    made.add([0, 3], GASP, NOON)
    for one in made.look(LATER):
        for ping in pings(made, one, RATES, LATER):
            for kind, promised in ((PING_UNANSWERED, ping.if_silent), (HAS_SUPPLY, ping.if_answered)):
                other = predictor()
                other.add([0, 3], GASP, NOON)
                other.add(ping.meter, kind, LATER)
                assert tuple(found.key for found in other.look(LATER)) == promised


def test_what_is_certain_is_not_asked() -> None:
    made = predictor()
    made.add(list(range(15)), GASP, NOON)
    made.set_known(BREAKER, is_open=True)
    (one,) = made.look(LATER)
    assert pings(made, one, RATES, LATER) == []
    made.set_known(FUSE_1, is_open=True)
    assert len(made.look(LATER)) == 1  # it is nested in what is known already
