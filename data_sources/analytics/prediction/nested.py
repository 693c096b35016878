"""Outages inside an outage: who stays dark once the upstream device is closed, and who was dark before it opened.

While the upstream device is open, nobody below it can tell a second outage from the first. There are two signs of one:
messages that came clearly before the device opened, and, once it is closed, meters that do not report that power is
back. The second is the same question as a prediction with silence and message changed over: a meter that should have
reported by now and did not speaks for "still out", one that did for "supplied".
"""

from __future__ import annotations

import math

import numpy as np

from data_sources.analytics.prediction.predicted import OutagePrediction
from data_sources.analytics.prediction.predictor import CALL, GASP, HAS_SUPPLY, PING_UNANSWERED, Predictor
from data_sources.analytics.prediction.rates import (
    ANSWERED,
    CAME,
    NO_PING,
    STATES,
    UNANSWERED,
    Floats,
    MessageRates,
    MessageWeights,
    state_of,
)  # fmt: skip
from data_sources.analytics.prediction.tree import DEVICE, ProtectionTree
from data_sources.analytics.topology import Ints

MARGIN_MS = 120_000  # clocks of meters and of telemetry differ


def before_opening(
    predictor: Predictor, chances: Floats, node: int, opened_at_ms: int, margin_ms: int = MARGIN_MS
) -> list[OutagePrediction]:
    """Outages below a device that had begun before it opened: to be looked at before it is closed.

    Args:
        predictor: with all messages; it is left as it is.
        chances: chance beforehand of each node, shape (nodes,).
        node: of the device.
        opened_at_ms: when it opened, by telemetry.
        margin_ms: messages up to so long before it still count as its own.
    """
    tree = predictor.tree
    earlier = Predictor(tree, chances, predictor.evidence)
    meters = tree.meters_below(node)
    for kind in (GASP, CALL):
        sent = predictor.times[meters, kind]
        chosen = (sent > 0) & (sent < opened_at_ms - margin_ms)
        earlier.add(meters[chosen], kind, sent[chosen])
    for above in _and_above(tree, node):
        _set_closed(earlier, above)
    return earlier.look(opened_at_ms, [predictor.root_of(int(meters[0]))]) if len(meters) else []


def still_dark(
    tree: ProtectionTree, chances: Floats, rates: MessageRates, node: int, closed_at_ms: int, as_of_ms: int,
    restored: Ints, called: Ints, unanswered: Ints, service: float,
) -> list[OutagePrediction]:  # fmt: skip
    """Outages that are left below a device after it was closed, those more likely than not.

    Args:
        tree: of the state.
        chances: chance beforehand of each node, shape (nodes,); in a storm larger than usual.
        rates: a message that power is back is lost, late and false as often as a last gasp.
        node: of the device that was closed.
        closed_at_ms: when.
        as_of_ms: now.
        restored: rows of the meters that reported power or answered a ping since.
        called: rows of the meters whose customers called since.
        unanswered: rows of the meters that did not answer a ping since.
        service: chance beforehand of a single service.
    """
    meters = tree.meters_below(node)
    if not len(meters):
        return []
    inside = Predictor(tree, chances, _after_closing(rates, service, (as_of_ms - closed_at_ms) / 1000))
    for above in _and_above(tree, node):
        _set_closed(inside, above)
    inside.add(np.setdiff1d(meters, restored), GASP, closed_at_ms)  # GASP: it has not reported
    inside.add(np.intersect1d(meters, called), CALL, closed_at_ms)
    inside.add(np.intersect1d(meters, unanswered), PING_UNANSWERED, closed_at_ms)
    inside.add(np.intersect1d(meters, restored), HAS_SUPPLY, closed_at_ms)
    left = inside.look(as_of_ms, [inside.root_of(int(meters[0]))])
    return [one for one in left if one.probability >= 0.5]


def _after_closing(rates: MessageRates, service: float, waited_s: float) -> MessageWeights:
    """Weights of "no report yet", of calls, pings and reports, a time after closing."""
    rates.check()
    should_be_there = (1 - rates.gasp_loss) * -math.expm1(-max(waited_s, 0.0) / rates.gasp_delay_s)
    fixed = np.zeros(STATES)
    for is_called in (0, 1):
        call = is_called * math.log(rates.call_share / rates.call_false)
        unreported = -math.log1p(-should_be_there) + call
        fixed[state_of(CAME, is_called, NO_PING)] = unreported
        fixed[state_of(CAME, is_called, UNANSWERED)] = unreported + math.log((1 - rates.ping_false) / rates.ping_loss)
        for gasp in range(3):
            fixed[state_of(gasp, is_called, ANSWERED)] = math.log(rates.gasp_false / (1 - rates.gasp_loss))
    nothing = np.zeros(STATES, np.bool_)
    return MessageWeights(fixed, nothing, nothing, 0.0, 1.0, 0.0, 1.0, service)


def _and_above(tree: ProtectionTree, node: int) -> list[int]:
    nodes = []
    while node >= 0:
        nodes.append(node)
        node = int(tree.parent[node])
    return nodes


def _set_closed(predictor: Predictor, node: int) -> None:
    if predictor.tree.kind[node] == DEVICE:
        predictor.set_known(int(predictor.tree.row[node]), is_open=False)
