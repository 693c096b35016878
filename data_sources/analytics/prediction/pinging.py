"""Which meters to ping to confirm a prediction, most telling first, and what each answer would change.

A ping tells as much as its answer is uncertain beforehand: its information is that of a binary channel whose input is
"the meter has no supply", with the error rates of pings (C. E. Shannon, 1948). Worth asking are silent meters: one
outside, below the device above (is the outage larger?), one in a silent branch below (is it smaller?), and for a
single service the caller and a neighbour. Two meters of one branch say the same, so each branch is asked once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal, NamedTuple

from data_sources.analytics.prediction.predicted import OutagePrediction, PredictionKey
from data_sources.analytics.prediction.predictor import HAS_SUPPLY, PING_UNANSWERED, Predictor
from data_sources.analytics.prediction.rates import MessageRates
from data_sources.analytics.topology import Ints

PingPlace = Literal["outside", "inside", "caller", "neighbour"]
LEAST_BITS = 0.01
BRANCHES = 2  # branches asked inside and outside


class Ping(NamedTuple):
    """A meter worth asking.

    Attributes:
        meter: its row.
        place: where it hangs from the predicted device.
        probability_dark: that it has no supply, as things stand.
        bits: what its answer is expected to tell, in bits.
        if_silent: the predictions around it if it does not answer.
        if_answered: the same if it does.
    """

    meter: int
    place: PingPlace
    probability_dark: float
    bits: float
    if_silent: tuple[PredictionKey, ...]
    if_answered: tuple[PredictionKey, ...]


def pings(predictor: Predictor, one: OutagePrediction, rates: MessageRates, as_of_ms: int) -> list[Ping]:
    """The meters to ask about a prediction of the last look, most telling first; none where nothing is in doubt.

    Args:
        predictor: as it was when it was looked at; it is left as it is.
        one: the prediction.
        rates: of pings.
        as_of_ms: now.
    """
    # The chances of the last look first: asking "what if" looks again.
    worth = [
        (place, meter, dark, bits)
        for place, meter, dark in _candidates(predictor, one)
        if (bits := information(dark, rates)) >= LEAST_BITS
    ]
    found = [
        Ping(
            meter, place, dark, bits,
            _what_if(predictor, meter, PING_UNANSWERED, as_of_ms), _what_if(predictor, meter, HAS_SUPPLY, as_of_ms),
        )
        for place, meter, dark, bits in worth
    ]  # fmt: skip
    predictor.look(as_of_ms, [predictor.root_of(ping.meter) for ping in found[:1]])
    return sorted(found, key=lambda ping: -ping.bits)


def information(dark: float, rates: MessageRates) -> float:
    """Expected bits that the answer to a ping tells about whether the meter has supply.

    Args:
        dark: probability that it has none.
        rates: of pings.
    """
    answers = dark * rates.ping_false + (1 - dark) * (1 - rates.ping_loss)
    return _entropy(answers) - dark * _entropy(rates.ping_false) - (1 - dark) * _entropy(rates.ping_loss)


def _entropy(share: float) -> float:
    if not 0 < share < 1:
        return 0.0
    return -share * math.log2(share) - (1 - share) * math.log2(1 - share)


def _candidates(predictor: Predictor, one: OutagePrediction) -> Iterator[tuple[PingPlace, int, float]]:
    tree, node = predictor.tree, predictor.node_of(one)
    dark = predictor.probability_dark(node)
    if one.kind == "service":
        yield "caller", one.row, max(dark, one.probability)
        neighbours = _silent(predictor, tree.meters_below(node), one.row)
        if len(neighbours):
            yield "neighbour", int(neighbours[0]), dark
        return
    for meter, chance in _of_silent_branches(predictor, node, -1):
        yield "inside", meter, chance
    if one.kind == "transformer":
        for meter in _silent(predictor, tree.meters_below(node), -1)[:1].tolist():
            yield "inside", meter, dark
    above = int(tree.parent[node])
    if above >= 0:
        for meter, chance in _of_silent_branches(predictor, above, node):
            yield "outside", meter, chance


def _of_silent_branches(predictor: Predictor, node: int, but: int) -> Iterator[tuple[int, float]]:
    """A meter of each of the largest silent branches below a node, and the probability that it has no supply.

    A branch is silent as a whole and hangs on one that is not; the one of `but` is passed over.
    """
    tree = predictor.tree
    branches, below = [], node + 1
    while below < tree.stop[node]:
        is_passed = below == but or predictor.reporting(below) == 0
        if is_passed and below != but:
            branches.append(below)
        below = int(tree.stop[below]) if is_passed else below + 1
    for branch in sorted(branches, key=lambda one: -tree.meter_count(one))[:BRANCHES]:
        silent = _silent(predictor, tree.meters_below(branch), -1)
        if len(silent):
            yield int(silent[0]), predictor.probability_dark(branch)


def _silent(predictor: Predictor, meters: Ints, but: int) -> Ints:
    silent: Ints = meters[~predictor.has_message(meters) & (meters != but)]
    return silent


def _what_if(predictor: Predictor, meter: int, answer: int, as_of_ms: int) -> tuple[PredictionKey, ...]:
    before = predictor.times[meter].copy()
    predictor.add(meter, answer, as_of_ms)
    found = predictor.look(as_of_ms, [predictor.root_of(meter)])
    predictor.replace(meter, before)
    return tuple(one.key for one in found)
