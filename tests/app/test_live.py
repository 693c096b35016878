"""Rows come when the query or its topics change, in the session's document, and never after the session ended."""

from __future__ import annotations

import pyarrow as pa
import pytest

from app.live import RETRY_SECONDS, Binding, LiveLoop, Look
from app.threads import all_kinds
from data_sources.cache import CachedSource
from data_sources.errors import ContractError, SourceUnavailable, Withdrawn
from data_sources.query import Query
from data_sources.source import Sources
from tests.app.looping import GivenSource, Session

ROWS = pa.table({"utility_id": [1]})


class Seen:
    def __init__(self, session: Session) -> None:
        self.rows: list[pa.Table] = []
        self.errors: list[BaseException] = []
        self.query: Query | None = Query.of("utilities")
        self.is_wanted = True
        self.binding = session.loop.bind(
            Binding(lambda: self.query, self.rows.append, lambda: self.is_wanted, self.errors.append)
        )


@pytest.fixture
def session() -> Session:
    return Session(ROWS)


@pytest.fixture
def seen(session: Session) -> Seen:
    return Seen(session)


def test_rows_are_shown_once_until_something_changes(session: Session, seen: Seen) -> None:
    for _ in range(3):
        session.settle()
    assert seen.rows == [ROWS]
    session.versions.number += 1
    session.settle()
    assert len(seen.rows) == 2


def test_another_query_is_fetched(session: Session, seen: Seen) -> None:
    session.settle()
    seen.query = Query.of("active_outages", utility_id=2)
    session.settle()
    assert session.source.asked[-1] == seen.query


def test_nothing_is_fetched_where_nothing_is_wanted(session: Session, seen: Seen) -> None:
    seen.query = None
    session.settle()
    seen.query, seen.is_wanted = Query.of("utilities"), False
    session.settle()
    assert session.source.asked == []


def test_a_look_itself_asks_nobody(session: Session, seen: Seen) -> None:
    session.loop.look()
    assert session.source.asked == []
    assert len(session.executor.waiting) == 1


def test_one_fetch_at_a_time(session: Session, seen: Seen) -> None:
    session.loop.look()
    session.versions.number += 1
    session.loop.look()
    assert len(session.executor.waiting) == 1


def test_a_change_during_the_fetch_is_not_lost(session: Session, seen: Seen) -> None:
    session.loop.look()
    session.versions.number += 1
    session.executor.work()
    session.tick()
    session.settle()
    assert len(seen.rows) == 2


def test_rows_of_a_selection_left_meanwhile_are_not_shown(session: Session, seen: Seen) -> None:
    session.loop.look()
    seen.query = Query.of("active_outages", utility_id=2)
    session.executor.work()
    session.tick()
    assert seen.rows == []
    session.settle()
    assert len(seen.rows) == 1


def test_a_selection_that_moved_on_is_asked_for_at_once(session: Session, seen: Seen) -> None:
    session.loop.look()
    seen.query = Query.of("active_outages", utility_id=2)
    session.loop.look()
    assert len(session.executor.waiting) == 2
    session.executor.work()
    session.tick()
    assert session.source.asked == [seen.query]  # nobody waits for the old one any more: it is not even begun
    assert len(seen.rows) == 1


def test_going_back_and_forth_shows_the_last_question_only(session: Session, seen: Seen) -> None:
    first, second = Query.of("active_outages", utility_id=1), Query.of("active_outages", utility_id=2)
    for seen.query in (first, second, first):
        session.loop.look()
    session.executor.work()
    session.tick()
    assert session.source.asked == [first]
    assert len(seen.rows) == 1


@pytest.mark.parametrize("leave", ["unbind", "close", "hide", "want nothing"])
def test_who_leaves_lets_go(session: Session, seen: Seen, leave: str) -> None:
    session.loop.look()
    waiter = seen.binding.job.waiter
    if leave == "unbind":
        session.loop.unbind(seen.binding)
    elif leave == "close":
        session.loop.close()
    elif leave == "hide":
        seen.is_wanted = False
    else:
        seen.query = None
    session.loop.look()
    assert waiter.is_gone
    session.executor.work()
    session.tick()
    assert session.source.asked == []
    assert seen.rows == []


def test_what_others_withdrew_is_asked_again(session: Session, seen: Seen) -> None:
    session.source.rows = Withdrawn("somebody else's doing")
    session.settle()
    assert not seen.binding.is_stale
    session.source.rows = ROWS
    session.settle()
    assert len(seen.rows) == 1


def test_rows_that_age_are_fetched_anew_with_the_same_query(session: Session, seen: Seen) -> None:
    seen.query = Query.of("kpis", utility_id=1, as_of=None)
    session.settle()
    session.now += 9.9
    session.settle()
    assert session.source.asked == [seen.query]
    session.now += 0.2
    session.settle()
    session.settle()
    assert session.source.asked == [seen.query, seen.query]
    seen.query = Query.of("utilities")
    session.settle()
    session.now += 86_400
    session.settle()
    assert len(session.source.asked) == 3, "what does not age is not asked again"


def test_an_absent_source_leaves_the_rows_and_is_asked_again(session: Session, seen: Seen) -> None:
    session.settle()
    session.source.rows = SourceUnavailable("away")
    session.versions.number += 1
    session.settle()
    assert seen.rows == [ROWS]
    assert seen.errors == []
    assert seen.binding.is_stale
    session.source.rows = ROWS
    session.settle()
    assert len(seen.rows) == 1, "not before the pause is over"
    session.now += RETRY_SECONDS
    session.settle()
    assert len(seen.rows) == 2
    assert not seen.binding.is_stale


def test_what_fails_is_told_once_and_not_asked_again(session: Session, seen: Seen) -> None:
    session.source.rows = ContractError("other columns")
    session.settle()
    session.settle()
    assert [type(error) for error in seen.errors] == [ContractError]
    assert len(session.source.asked) == 1


def test_one_failing_view_leaves_the_others(session: Session, seen: Seen) -> None:
    def broken(rows: pa.Table) -> None:
        raise ValueError("bug")

    errors: list[BaseException] = []
    session.loop.bind(Binding(lambda: Query.of("utilities"), broken, lambda: True, errors.append))
    session.settle()
    assert len(errors) == len(seen.rows) == 1


def test_nothing_arrives_after_the_session_ended(session: Session, seen: Seen) -> None:
    session.loop.look()
    session.loop.close()
    session.executor.work()
    session.tick()
    session.settle()
    assert seen.rows == []
    assert session.ticks == []


def test_work_runs_elsewhere_and_its_result_comes_back(session: Session) -> None:
    results: list[int] = []
    errors: list[BaseException] = []
    session.loop.work(lambda: 41 + 1, results.append, errors.append)
    session.loop.work(lambda: 1 // 0, results.append, errors.append)
    assert results == []
    session.executor.work()
    session.tick()
    assert results == [42]
    assert [type(error) for error in errors] == [ZeroDivisionError]


def test_work_that_meets_an_absent_source_is_done_when_it_is_back(session: Session) -> None:
    results, errors, away = list[pa.Table](), list[BaseException](), list[str]()
    session.source.rows = SourceUnavailable("away")
    query = Query.of("utilities")
    work = session.loop.work(
        lambda: session.source.fetch(query),
        results.append,
        errors.append,
        on_away=lambda error: away.append(str(error)),
    )
    session.settle()
    assert (work.is_stale, work.is_done, away, errors) == (True, False, ["away"], [])
    session.settle()
    assert len(session.source.asked) == 1, "not before the pause is over"
    session.source.rows = ROWS
    session.now += RETRY_SECONDS
    session.settle()
    assert (results, work.is_stale, work.is_done, errors) == ([ROWS], False, True, [])


def test_work_let_go_of_is_not_tried_again_and_shows_nothing(session: Session) -> None:
    results: list[int] = []
    session.source.rows = SourceUnavailable("away")
    waiting = session.loop.work(lambda: session.source.fetch(Query.of("utilities")), results.append, results.append)
    under_way = session.loop.work(lambda: 42, results.append, results.append)
    session.executor.work()
    waiting.let_go()
    under_way.let_go()
    session.tick()
    session.now += RETRY_SECONDS
    session.settle()
    assert (results, len(session.source.asked)) == ([], 1)


def test_what_others_were_answered_is_shown_at_the_first_look(session: Session) -> None:
    session.sources = Sources(live=CachedSource(session.source, session.versions))
    session.sources.live.fetch(Query.of("utilities"))
    session.loop = LiveLoop(session.sources, session.versions, session.ticks.append, all_kinds(session.executor))
    seen = Seen(session)
    session.loop.look()
    assert seen.rows == [ROWS]
    assert (session.executor.waiting, session.ticks) == ([], [])
    session.versions.number += 1
    session.settle()
    assert len(session.source.asked) == 2
    session.loop.look()
    assert len(seen.rows) == 2


def test_what_others_were_answered_waits_too_until_the_page_takes_changes(session: Session) -> None:
    session.sources = Sources(live=CachedSource(session.source, session.versions))
    session.sources.live.fetch(Query.of("utilities"))
    takes = [False]
    session.loop = LiveLoop(
        session.sources, session.versions, session.ticks.append, all_kinds(session.executor),
        takes_changes=lambda: takes[0],
    )  # fmt: skip
    seen = Seen(session)
    session.loop.look()
    session.loop.look()
    assert seen.rows == []
    takes[0] = True
    session.loop.look()
    assert seen.rows == [ROWS]


def test_what_comes_before_the_page_takes_changes_waits_in_order(session: Session, seen: Seen) -> None:
    order: list[str] = []
    session.takes_changes = False
    session.loop.add_look(Look(lambda: order.append("look"), lambda: True, seen.errors.append))
    session.settle()
    session.loop.work(lambda: "work", order.append, seen.errors.append)
    session.executor.work()
    session.tick()
    assert (seen.rows, order, len(session.source.asked)) == ([], [], 1)
    session.takes_changes = True
    session.loop.look()
    assert (seen.rows, order) == ([ROWS], ["work", "look"])
    session.settle()
    assert len(session.source.asked) == 1, "what was held is not asked again"


def test_each_look_is_called_while_it_is_wanted(session: Session, seen: Seen) -> None:
    looked: list[int] = []
    look = Look(lambda: looked.append(1), lambda: seen.is_wanted, seen.errors.append)
    session.loop.add_look(look)
    session.loop.look()
    seen.is_wanted = False
    session.loop.look()
    seen.is_wanted = True
    session.loop.look()
    session.loop.remove_look(look)
    session.loop.look()
    assert (len(looked), session.source.asked) == (2, [])


def test_a_look_that_fails_is_told_once_and_the_others_go_on(session: Session, seen: Seen) -> None:
    session.loop.add_look(Look(lambda: [][0], lambda: True, seen.errors.append))
    session.settle()
    session.settle()
    assert [type(error) for error in seen.errors] == [IndexError]
    assert seen.rows == [ROWS]


def test_a_statement_in_snowflake_s_sql_goes_to_the_history(session: Session, seen: Seen) -> None:
    seen.query = Query.of("ami_map_days", utility_id=1)
    session.settle()
    assert "ami_map_days.sql asks the history, and none is set up." in str(seen.errors)
    history = GivenSource(ROWS)
    loop = LiveLoop(
        Sources(session.source, history), session.versions, session.ticks.append, all_kinds(session.executor)
    )
    loop.bind(Binding(lambda: seen.query, seen.rows.append, lambda: True, seen.errors.append))
    loop.look()
    session.executor.work()
    session.tick()
    assert (seen.rows, history.asked, session.source.asked) == ([ROWS], [seen.query], [])
