"""Predictions on a feeder of fifteen meters: known answers, an oracle that enumerates, and properties."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.prediction.predicted import OutagePrediction, regrouped
from data_sources.analytics.prediction.predictor import CALL, GASP, HAS_SUPPLY, PING_UNANSWERED, Predictor
from data_sources.analytics.prediction.rates import MessageRates, OpeningRates, evidence
from tests.data_sources.analytics.prediction.small_tree import (
    BREAKER,
    FUSE_1,
    FUSE_2,
    MINUTE,
    NOON,
    OPENINGS,
    RATES,
    RECLOSER,
    SWITCH,
    chances,
    predictor,
)  # fmt: skip

LATER = NOON + 5 * MINUTE


def keys(found: list[OutagePrediction]) -> list[tuple[str, int]]:
    return [one.key for one in found]


def gasps(meters: list[int]) -> Predictor:
    made = predictor()
    made.add(meters, GASP, NOON)
    return made


def test_one_call_alone_is_a_service_or_a_transformer() -> None:
    made = predictor()
    made.add(4, CALL, NOON)
    (one,) = made.look(NOON + MINUTE)
    assert one.kind in ("service", "transformer")
    assert one.callers.tolist() == [4]


def test_one_last_gasp_with_silent_neighbours_is_a_service() -> None:
    (one,) = gasps([4]).look(LATER)
    assert one.key == ("service", 4)
    assert one.probability < 0.5  # more likely false than not
    assert one.reasons[0].kind == "alone"


def test_all_meters_of_a_transformer_are_the_transformer() -> None:
    (one,) = gasps([3, 4, 5]).look(LATER)
    assert one.key == ("transformer", 1)
    assert one.probability > 0.99
    assert (one.meters, one.customers) == (3, 2)


def test_most_meters_of_a_lateral_are_its_fuse() -> None:
    (one,) = gasps([0, 1, 3, 4]).look(LATER)
    assert one.key == ("device", FUSE_1)
    assert one.probability > 0.99
    assert one.customers == 4
    assert one.callers.tolist() == [0, 1, 3, 4]


def test_two_laterals_move_the_prediction_upstream() -> None:
    """All but two of R's nine meters, none of F1's: the recloser. With F1's as well: the breaker."""
    made = gasps([6, 7, 9, 10, 11, 12, 13])
    assert keys(made.look(LATER)) == [("device", RECLOSER)]
    made.add([0, 1, 3, 5], GASP, NOON)
    assert keys(made.look(LATER)) == [("device", BREAKER)]


def test_two_laterals_with_a_transformer_between_that_answers_are_two() -> None:
    """F1 and F2 whole. Three silent meters between may be lost gasps (0.2^3, against a second fuse by chance, 1e-4):
    the breaker. One of them answers a ping: it is neither the breaker nor the recloser."""
    made = gasps([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    assert keys(made.look(LATER)) == [("device", BREAKER)]
    made.add(12, HAS_SUPPLY, LATER)
    assert sorted(keys(made.look(LATER))) == [("device", FUSE_1), ("device", FUSE_2)]


def test_silence_says_nothing_at_first_and_everything_later() -> None:
    """Two gasps of two transformers: the fuse at once, and two services once the other four are long overdue."""
    rates = MessageRates(gasp_loss=0.01)
    tree = predictor().tree
    made = Predictor(tree, chances(tree), evidence(rates, OPENINGS.chance("service")))
    made.add([0, 3], GASP, NOON)
    assert keys(made.look(NOON + 1000)) == [("device", FUSE_1)]
    assert {one.kind for one in made.look(NOON + 60 * MINUTE)} == {"service"}


def test_a_meter_that_cannot_send_a_last_gasp_is_not_missed() -> None:
    """Two gasps of two transformers of the fuse: with four silent meters beside them that ought to have sent one it is
    not the fuse; where those four can send none it is."""
    tree = predictor().tree
    weights = evidence(RATES._replace(gasp_loss=0.01), OPENINGS.chance("service"))
    can_all = Predictor(tree, chances(tree), weights)
    can_two = Predictor(tree, chances(tree), weights, np.isin(np.arange(15), [0, 3]))
    for made in (can_all, can_two):
        made.add([0, 3], GASP, NOON)
    assert {one.kind for one in can_all.look(LATER)} == {"service"}
    assert keys(can_two.look(LATER)) == [("device", FUSE_1)]


def test_the_reasons_told_are_counted() -> None:
    """Four of F1's six meters report, one of R's nine does too; two are silent, where 6 x (0.2 x 0.98) would be.

    Five minutes after, gasps on their way are none (e^-10) and 0.1 x (1 - e^-0.25) = 2.2 % of customers called.
    """
    made = gasps([0, 1, 3, 4])
    made.add([12], GASP, NOON)
    told = {reason.kind: reason for one in made.look(LATER) if one.key == ("device", FUSE_1) for reason in one.reasons}
    assert told["messages"].sentence == "4 of 6 meters below it sent a last gasp or their customer called."
    assert told["silent"][:3] == ("silent", 2, 6)
    assert told["silent"].value == pytest.approx(6 * 0.2 * (1 - 0.1 * (1 - math.exp(-0.25))), rel=1e-3)
    assert told["above"][1:3] == (1, 9)
    made.add([0], HAS_SUPPLY, LATER)
    told = {reason.kind: reason for one in made.look(LATER) if one.key == ("device", FUSE_1) for reason in one.reasons}
    assert told["answering"].sentence == "1 of the meters that reported have supply again by now."


def test_telemetry_outweighs() -> None:
    made = gasps([0, 1, 3, 4])
    made.set_known(FUSE_1, is_open=False)
    assert {one.kind for one in made.look(LATER)} == {"transformer"}
    made.set_known(BREAKER, is_open=True)
    (one,) = made.look(LATER)
    assert one.key == ("device", BREAKER)
    assert one.is_known
    assert one.probability == 1.0
    assert one.reasons[0].sentence == "Telemetry says that it is open."
    made.set_known(BREAKER, is_open=None)
    assert {one.kind for one in made.look(LATER)} == {"transformer"}


def test_a_switch_that_telemetry_knows_to_be_open_needs_no_message() -> None:
    made = predictor(with_switch=True)
    assert made.look(LATER) == []
    made.set_known(SWITCH, is_open=True)
    (one,) = made.look(LATER)
    assert (one.key, one.customers, one.is_known) == (("device", SWITCH), 2, True)


def test_answered_pings_take_a_prediction_back() -> None:
    made = gasps([0, 1, 3, 4])
    made.add([0, 1], HAS_SUPPLY, LATER)
    after = made.look(LATER)
    assert ("transformer", 1) in keys(after)
    answered = [one for one in after if one.key in (("service", 0), ("service", 1))]
    assert len(answered) == 2
    assert all(one.probability < 1e-6 for one in answered)
    assert answered[0].reasons[0].kind == "answering"


def test_a_newer_message_outweighs_an_older_answer() -> None:
    made = gasps([3, 4, 5])
    made.add([3, 4, 5], HAS_SUPPLY, NOON - MINUTE)
    assert keys(made.look(LATER)) == [("transformer", 1)]


def test_unanswered_pings_confirm() -> None:
    """A gasp on either side of the breaker and thirteen silent meters: two services; four pings unanswered: it is."""
    made = gasps([0, 12])
    assert keys(made.look(LATER)) == [("service", 0), ("service", 12)]
    made.add([1, 3, 6, 9], PING_UNANSWERED, LATER)
    (after,) = made.look(LATER)
    assert after.key == ("device", BREAKER)
    assert after.probability > 0.9


def test_the_probability_of_two_transformers_by_hand() -> None:
    """Breaker over one transformer of one meter, both may be out; a gasp came. Odds by the two chances alone:

    P(transformer) = c_t e^w / [(1 - c_t) alone + c_t e^w]; the breaker is no hypothesis after one message.
    """
    made = predictor()
    made.add(12, GASP, NOON)  # T4, right below the recloser
    (one,) = made.look(NOON)  # nothing is overdue yet
    weights = evidence(RATES, OPENINGS.chance("service"))
    came = math.log((1 - RATES.gasp_loss) / RATES.gasp_false)
    assert weights.fixed[6] == pytest.approx(came)
    chance = OPENINGS.chance("transformer")
    alone = 1 - OPENINGS.chance("service") + OPENINGS.chance("service") * math.exp(came)
    out = chance * math.exp(came)
    expected = out / ((1 - chance) * alone + out)
    assert expected < 0.5
    assert one.key == ("service", 12)
    assert one.alternatives[0][:2] == ("transformer", 4)
    assert one.alternatives[0].probability == pytest.approx(expected, rel=1e-9)
    service = OPENINGS.chance("service")
    odds = service / (1 - service) * math.exp(came)
    assert one.probability == pytest.approx((1 - expected) * odds / (1 + odds), rel=1e-9)


def test_chances_beforehand_by_hand() -> None:
    """0.3 a year in six hours: 1 - exp(-0.3 / 1461)."""
    assert OpeningRates().chance("breaker") == pytest.approx(1 - math.exp(-0.3 / 1461))
    assert OpeningRates(storm_factor=100).chance("fuse") == pytest.approx(1 - math.exp(-15 / 1461))
    assert OpeningRates().chance("switch") == 0.0


Message = tuple[int, int, int]
messages = st.lists(
    st.tuples(st.integers(0, 14), st.sampled_from([GASP, CALL, PING_UNANSWERED, HAS_SUPPLY]), st.integers(1, 9)),
    min_size=1, max_size=30,
)  # fmt: skip


def told(of: list[Message]) -> Predictor:
    made = predictor()
    for meter, kind, minute in of:
        made.add(meter, kind, NOON + minute * MINUTE)
    return made


@given(messages)
def test_probabilities_agree_with_enumeration(of: list[Message]) -> None:
    made = told(of)
    tree = made.tree
    as_of = NOON + 10 * MINUTE
    found = made.look(as_of)
    opened = np.array([made.probability_open(node) for node in range(len(tree.kind))])
    chance = np.where(opened > 0, chances(tree), 0.0)
    weight, alone = _weights(made, as_of)
    for node in np.flatnonzero(opened > 0).tolist():
        expected = enumerated_at(made, chance, weight, alone, node, as_of)
        assert _topmost(made, opened, node) == pytest.approx(expected, rel=1e-6, abs=1e-12)
    for one in found:
        if one.kind != "service":
            assert one.probability == pytest.approx(_topmost(made, opened, made.node_of(one)), rel=1e-9)


def _topmost(made: Predictor, opened: np.ndarray, node: int) -> float:
    share, up = float(opened[node]), int(made.tree.parent[node])
    while up >= 0:
        share, up = share * (1 - float(opened[up])), int(made.tree.parent[up])
    return share


def _weights(made: Predictor, as_of: int) -> tuple[np.ndarray, np.ndarray]:
    """States of meters and their weights, from the times alone."""
    weights = made.evidence
    gasp, call, silent, alive = made.times.T
    answered = (alive > 0) & (alive >= np.maximum(gasp, call))
    state = (gasp > alive) * 6 + (call > alive) * 3 + np.where(silent > alive, 1, np.where(answered, 2, 0))
    return weights.fixed[state], weights.alone[state]


def enumerated_at(
    made: Predictor, chance: np.ndarray, fixed: np.ndarray, alone: np.ndarray, node: int, as_of: int
) -> float:
    """The enumeration with what is missing weighed by each node's own age: folded into the node's chance as odds."""
    tree, weights = made.tree, made.evidence
    odds = np.zeros(len(chance))
    gasp, call, _, alive = made.times.T
    sent = np.where(gasp > alive, gasp, np.where(call > alive, call, 0))
    for other in np.flatnonzero(chance > 0).tolist():
        meters = tree.meters_below(other)
        age = max((as_of - sent[meters][sent[meters] > 0].sum() / (sent[meters] > 0).sum()) / 1000, 0.0)
        answered = (alive[meters] > 0) & (alive[meters] >= made.times[meters, :3].max(axis=1))
        no_gasp = ((gasp[meters] <= alive[meters]) & ~answered).sum()
        no_call = ((call[meters] <= alive[meters]) & ~answered).sum()
        late = no_gasp * math.log(1 - weights.gasp_share * (1 - math.exp(-age / weights.gasp_delay_s)))
        late += no_call * math.log(1 - weights.call_share * (1 - math.exp(-age / weights.call_delay_s)))
        odds[other] = math.log(chance[other]) + late
    return _enumerate(made, chance, odds, fixed, alone)[node]


def _enumerate(
    made: Predictor, chance: np.ndarray, odds: np.ndarray, fixed: np.ndarray, alone: np.ndarray
) -> dict[int, float]:
    """Only the topmost open node of each branch weighs; those below an open one sum to one."""
    tree = made.tree
    hypotheses = np.flatnonzero(chance > 0).tolist()
    topmost, total = dict.fromkeys(hypotheses, 0.0), 0.0
    for chosen in _antichains(made, hypotheses):
        out = np.zeros(len(tree.node_of_meter), bool)
        weight = 0.0
        for node in chosen:
            out[tree.meters_below(node)] = True
            weight += odds[node]
        for node in hypotheses:
            if not any(node >= top and node < tree.stop[top] for top in chosen):
                weight += math.log1p(-chance[node])
        likelihood = math.exp(weight + float(np.where(out, fixed, alone).sum()) - 50)
        total += likelihood
        for node in chosen:
            topmost[node] += likelihood
    return {node: share / total for node, share in topmost.items()}


def _antichains(made: Predictor, hypotheses: list[int]) -> list[list[int]]:
    chains: list[list[int]] = [[]]
    for node in hypotheses:
        chains += [
            [*chain, node]
            for chain in chains
            if not any(top <= node < made.tree.stop[top] for top in chain)
        ]  # fmt: skip
    return chains


@given(messages, st.randoms())
def test_the_order_of_messages_is_without_effect(of: list[Message], chance: object) -> None:
    shuffled = of.copy()
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = told(of).look(NOON + 10 * MINUTE), told(shuffled).look(NOON + 10 * MINUTE)
    assert keys(one) == keys(other)
    assert [found.probability for found in one] == [found.probability for found in other]
    assert [found.reasons for found in one] == [found.reasons for found in other]


@given(messages)
def test_every_message_is_in_one_prediction_and_below_it(of: list[Message]) -> None:
    made = told(of)
    found = made.look(NOON + 10 * MINUTE)
    callers = sorted(meter for one in found for meter in one.callers.tolist())
    assert callers == sorted({meter for meter, kind, _ in of if kind in (GASP, CALL)})
    for one in found:
        below = made.tree.meters_below(made.node_of(one)) if one.kind != "service" else np.array([one.row])
        assert set(one.callers.tolist()) <= set(below.tolist())
        assert 0.0 <= one.probability <= 1.0


@given(messages, messages)
def test_what_a_message_changed_can_be_taken_back(of: list[Message], more: list[Message]) -> None:
    made = told(of)
    before = [(one.key, one.probability) for one in made.look(NOON + 10 * MINUTE)]
    kept = {meter: made.times[meter].copy() for meter, *_ in more}
    for meter, kind, minute in more:
        made.add(meter, kind, NOON + minute * MINUTE)
    for meter, times in kept.items():
        made.replace(meter, times)
    assert [(one.key, one.probability) for one in made.look(NOON + 10 * MINUTE)] == before


def test_what_came_went_merged_and_split() -> None:
    made = gasps([3, 4, 5])
    first = made.look(LATER)
    made.add([0, 1, 2], GASP, NOON)
    second = made.look(LATER)
    change = regrouped(first, second)
    assert change.merged == {("device", FUSE_1): (("transformer", 1),)}
    assert not change.new
    assert not change.gone
    back = regrouped(second, first)
    assert back.merged == {("transformer", 1): (("device", FUSE_1),)}
    made.set_known(FUSE_1, is_open=False)
    third = made.look(LATER)
    assert regrouped(second, third).split == {
        ("device", FUSE_1): (("transformer", 0), ("transformer", 1)),
    }  # fmt: skip
    assert regrouped([], first).new == (("transformer", 1),)
    assert regrouped(first, []).gone == (("transformer", 1),)


@pytest.mark.parametrize(
    ("meter", "kind", "at", "why"),
    [(15, GASP, NOON, "between 0 and 14"), (-1, GASP, NOON, "between 0 and 14"), (0, 4, NOON, "kind from 0 to 3"),
     (0, GASP, 0, "a time above 0")],
)  # fmt: skip
def test_nonsense_is_refused_whole(meter: int, kind: int, at: int, why: str) -> None:
    made = predictor()
    with pytest.raises(ValueError, match=why):
        made.add([0, meter], [GASP, kind], [NOON, at])
    assert made.look(LATER) == []


@pytest.mark.parametrize("wrong", [{"gasp_loss": 0.0}, {"call_share": 1.0}, {"gasp_delay_s": 0.0}, {"ping_loss": -0.1}])
def test_rates_that_are_none_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        evidence(MessageRates(**wrong), 0.001)


def test_what_is_forgotten_leaves_no_trace() -> None:
    """As if what was told up to then had never come."""
    made, fresh = predictor(), predictor()
    made.add([0, 1, 2, 9], GASP, NOON)
    made.add([1, 4], CALL, NOON + MINUTE)
    made.add(2, HAS_SUPPLY, NOON + 2 * MINUTE)
    made.forget(np.array([0, 1, 2, 9]), NOON)
    fresh.add([1, 4], CALL, NOON + MINUTE)
    fresh.add(2, HAS_SUPPLY, NOON + 2 * MINUTE)
    assert (made.times == fresh.times).all()
    before, after = ([(one.key, one.probability) for one in it.look(NOON + 9 * MINUTE)] for it in (made, fresh))
    assert before == after
