"""Alarms of one cause stand under it: outage, then substation, then feeder."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.alarms.folding import CAUSES, FEEDER_FROM, OpenAlarms, fold

# (family, outage, substation, feeder, is_feeder, is_substation)
Row = tuple[int, int, int, int, bool, bool]


def folded(rows: list[Row]) -> list[tuple[str, int]]:
    columns = list(zip(*rows, strict=True)) if rows else [()] * 6
    numbers = [np.array(column, np.int64) for column in columns[:4]]
    flags = [np.array(column, np.bool_) for column in columns[4:]]
    kinds, ids = fold(OpenAlarms(*numbers, *flags))
    return [(CAUSES[kind], number) for kind, number in zip(kinds.tolist(), ids.tolist(), strict=True)]


def unit(feeder: int = 1, substation: int = 1, family: int = 0, outage: int = -1) -> Row:
    return family, outage, substation, feeder, False, False


def test_one_alone_has_no_cause() -> None:
    assert folded([unit()]) == [("", -1)]
    assert folded([]) == []


def test_an_outage_is_the_cause_of_what_lies_in_it() -> None:
    assert folded([unit(outage=7), unit(outage=7), unit()]) == [("outage", 7), ("outage", 7), ("", -1)]


def test_many_on_a_feeder_or_the_feeder_itself() -> None:
    assert folded([unit(), unit()]) == [("", -1)] * 2
    assert folded([unit(), unit(), unit()]) == [("feeder", 1)] * 3
    assert folded([unit(), (0, -1, 1, 1, True, False)]) == [("feeder", 1)] * 2
    assert folded([(0, -1, 1, 1, True, False)]) == [("", -1)], "a feeder alone is its own line"
    assert folded([unit(), unit(), unit(family=1)]) == [("", -1)] * 3, "load and voltage are two things"


def test_a_substation_stands_over_its_feeders() -> None:
    one, two = ([unit(feeder)] * FEEDER_FROM for feeder in (1, 2))
    assert set(folded([*one, *two])) == {("substation", 1)}
    assert folded([(0, -1, 1, -1, False, True), unit()]) == [("substation", 1)] * 2
    assert folded([*one, unit(2)]) == [*[("feeder", 1)] * 3, ("", -1)]


@given(
    st.lists(st.tuples(*(st.integers(low, 3) for low in (0, -1, -1, -1)), st.booleans(), st.booleans()), max_size=30)
)
def test_each_is_under_its_own_and_the_order_does_not_matter(rows: list[Row]) -> None:
    found = folded(rows)
    for row, (cause, number) in zip(rows, found, strict=True):
        own = {"outage": row[1], "substation": row[2], "feeder": row[3], "": -1}
        assert number == own[cause]
        assert cause == "" or number >= 0
    assert sorted(folded(rows[::-1])) == sorted(found)
