"""Steps from what stood to what is presumed now: numbers kept, parts merged, what is gone cancelled, persons left alone."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.prediction.predicted import OutagePrediction, PredictionKey
from data_sources.prediction.decide import Step, steps
from data_sources.prediction.presumed import PresumedOutage, counts, left_over
from data_sources.prediction.rules import PredictionRules

FUSE_A, FUSE_B, BREAKER = ("device", 1), ("device", 2), ("device", 0)
KEYS: list[PredictionKey] = [("device", 0), ("device", 1), ("device", 2), ("transformer", 1), ("service", 3)]


def predicted(key: PredictionKey, *callers: int) -> OutagePrediction:
    return OutagePrediction(key[0], key[1], 0.9, False, np.array(callers, np.int64), 9, 9, 1, (), ())


def stood(number: int, key: PredictionKey, *callers: int, is_held: bool = False) -> PresumedOutage:
    return PresumedOutage(number, 1, key, np.array(callers, np.int64), is_held, None, None, None, None)


def told(found: list[Step]) -> list[tuple[object, ...]]:
    return [
        (one.do, one.key, one.outage and one.outage.outage_id, one.into and one.into.outage_id) for one in found
    ]  # fmt: skip


def test_two_fuses_become_their_breaker() -> None:
    """The oldest keeps its number and goes up; the other is merged into it."""
    found = steps([predicted(BREAKER, 1, 2, 3, 4)], [stood(8, FUSE_B, 3, 4), stood(7, FUSE_A, 1, 2)])
    assert told(found) == [("move", BREAKER, 7, None), ("merge", None, 8, 7)]


def test_a_breaker_falls_apart_into_its_fuses() -> None:
    """The number stays at the part of most messages."""
    found = steps([predicted(FUSE_A, 1, 2), predicted(FUSE_B, 3, 4, 5)], [stood(7, BREAKER, 1, 2, 3, 4, 5)])
    assert told(found) == [("move", FUSE_B, 7, None), ("report", FUSE_A, None, None)]


def test_what_stands_takes_in_what_is_a_part_of_it() -> None:
    found = steps([predicted(BREAKER, 1, 2, 3)], [stood(7, FUSE_A, 1), stood(8, BREAKER, 2, 3)])
    assert told(found) == [("keep", BREAKER, 8, None), ("merge", None, 7, 8)]


def test_what_nothing_speaks_for_is_cancelled() -> None:
    assert told(steps([], [stood(7, FUSE_A)])) == [("cancel", None, 7, None)]


def test_what_a_person_put_somewhere_is_kept_or_left() -> None:
    held = stood(7, FUSE_A, 1, 2, is_held=True)
    assert told(steps([predicted(FUSE_A, 1, 2)], [held])) == [("keep", FUSE_A, 7, None)]
    assert steps([], [held]) == []
    assert told(steps([predicted(FUSE_B, 3)], [held])) == [("report", FUSE_B, None, None)]


def test_what_is_left_beside_a_person_s_place_is_presumed_at_its_nearest_common_place() -> None:
    held = stood(7, ("transformer", 1), 1, 2, is_held=True)
    (rest,) = left_over([predicted(BREAKER, 1, 2, 3, 4)], [held], lambda _rows: FUSE_B)
    assert (rest.key, rest.callers.tolist()) == (FUSE_B, [3, 4])
    assert left_over([predicted(BREAKER, 1, 2)], [held], lambda _rows: FUSE_B) == []


callers = st.lists(st.sampled_from(range(12)), unique=True, min_size=1)


@given(st.lists(st.tuples(st.sampled_from(KEYS), callers), unique_by=lambda one: one[0]),
       st.lists(st.tuples(st.sampled_from(KEYS), callers, st.booleans()), unique_by=lambda one: one[0]))  # fmt: skip
def test_every_prediction_has_one_outage_and_every_outage_of_rules_one_step(
    after: list[tuple[PredictionKey, list[int]]], before: list[tuple[PredictionKey, list[int], bool]]
) -> None:
    left = set(range(12))
    predictions = []
    for key, wanted in after:  # a message is in one prediction
        mine = sorted(left & set(wanted))
        left -= set(mine)
        predictions.append(predicted(key, *mine))
    presumed = [stood(k, key, *some, is_held=held) for k, (key, some, held) in enumerate(before)]
    found = steps(predictions, presumed)
    assert sorted(str(one.key) for one in found if one.key) == sorted(str(one.key) for one in predictions)
    touched = [one.outage.outage_id for one in found if one.outage]
    assert len(touched) == len(set(touched))
    of_rules = {one.outage_id for one in presumed if not one.is_held}
    assert of_rules <= set(touched)
    persons = {one.outage_id for one in presumed if one.is_held}
    assert {one.do for one in found if one.outage and one.outage.outage_id in persons} <= {"keep"}


def test_what_meters_say_is_counted_by_their_newest_word() -> None:
    """Gasp; gasp and call; gasp, then supply; silent; unanswered; supply, then a call (times: gasp, call, silent, alive)."""
    times = np.array([[5, 0, 0, 0], [5, 6, 0, 0], [5, 0, 0, 9], [0, 0, 0, 0], [0, 0, 7, 0], [0, 9, 0, 5]])
    assert counts(times)._asdict() == {
        "meters": 6, "last_gasps": 2, "calls": 2, "unanswered": 1, "silent": 1, "answering": 1,
    }  # fmt: skip


def test_evidence_is_enough_where_it_is_overwhelming_alone() -> None:
    rules = PredictionRules(0.95, 3)
    assert rules.is_enough(0.95, 3, 0, 50)
    assert rules.is_enough(0.99, 2, 0, 2), "all meters of a small place"
    assert not rules.is_enough(0.94, 3, 0, 50)
    assert not rules.is_enough(0.99, 2, 0, 50)
    assert not rules.is_enough(0.99, 3, 1, 50), "somebody there has supply"
    assert not PredictionRules(1.0).is_enough(1.0, 50, 0, 50)
