"""A binding of the header's goes on after whatever fails, with growing pauses."""

from __future__ import annotations

import pyarrow as pa
import pytest

from app.page.lasting import FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS, Lasting
from data_sources.errors import ContractError
from data_sources.query import Query
from tests.app.looping import Session

ROWS = pa.table({"utility_id": [1]})


@pytest.fixture
def session() -> Session:
    return Session(ContractError("a column is missing"))


@pytest.fixture
def shown(session: Session) -> list[pa.Table]:
    shown: list[pa.Table] = []
    Lasting(session.loop, lambda: Query.of("utilities"), shown.append)
    return shown


def asked_after(session: Session, seconds: float) -> int:
    session.now += seconds
    before = len(session.source.asked)
    session.settle()
    return len(session.source.asked) - before


def test_a_foreseen_error_ends_nothing(session: Session, shown: list[pa.Table]) -> None:
    session.settle()
    session.source.rows = ROWS
    session.now += FIRST_RETRY_SECONDS
    session.settle()
    assert shown == [ROWS]
    session.versions.number += 1
    session.settle()
    assert len(shown) == 2


def test_the_pauses_grow_and_are_short_again_after_an_answer(session: Session, shown: list[pa.Table]) -> None:
    assert asked_after(session, 0.0) == 1
    assert asked_after(session, FIRST_RETRY_SECONDS) == 1
    assert asked_after(session, FIRST_RETRY_SECONDS) == 0
    assert asked_after(session, FIRST_RETRY_SECONDS) == 1
    session.source.rows = ROWS
    assert asked_after(session, LAST_RETRY_SECONDS) == 1
    session.source.rows = ContractError("again")
    session.versions.number += 1
    assert asked_after(session, 0.0) == 1
    assert asked_after(session, FIRST_RETRY_SECONDS) == 1


def test_it_is_tried_at_least_every_five_minutes(session: Session, shown: list[pa.Table]) -> None:
    for _ in range(20):
        assert asked_after(session, LAST_RETRY_SECONDS) == 1


def test_what_cannot_be_shown_is_tried_again(session: Session) -> None:
    session.source.rows = ROWS
    shown: list[pa.Table] = []
    broken = [True]

    def show(rows: pa.Table) -> None:
        if broken[0]:
            raise ValueError("cannot show it")
        shown.append(rows)

    Lasting(session.loop, lambda: Query.of("utilities"), show)
    session.settle()
    broken[0] = False
    session.now += FIRST_RETRY_SECONDS
    session.settle()
    assert shown == [ROWS]


def test_after_the_end_of_the_session_nothing_is_tried(session: Session, shown: list[pa.Table]) -> None:
    session.settle()
    session.loop.close()
    assert asked_after(session, LAST_RETRY_SECONDS) == 0
