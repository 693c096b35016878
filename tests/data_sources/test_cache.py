"""A shared question goes on while anybody waits for it, and is withdrawn when the last one let go."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pyarrow as pa
import pytest

from data_sources.cache import ENTRY_BYTES, CachedSource, Waiter, ask, fresh
from data_sources.errors import Withdrawn
from data_sources.query import Query
from data_sources.source import Health

QUERY = Query.of("utilities")
OTHER = Query.of("active_outages", utility_id=1)
SECONDS = 10  # until a hanging test is given up


class SlowSource:
    """Answers a question when it is told to; numbers its answers."""

    dialect = "snowflake"

    def __init__(self) -> None:
        self.begun: list[Query] = []
        self.cancelled: list[Query] = []
        self.is_asked = threading.Semaphore(0)
        self._open: list[tuple[Query, Future[pa.Table]]] = []

    def fetch(self, query: Query) -> pa.Table:
        answer: Future[pa.Table] = Future()
        self.begun.append(query)
        self._open.append((query, answer))
        self.is_asked.release()
        return answer.result(SECONDS)

    def answer(self, index: int = 0) -> None:
        _, answer = self._open.pop(index)
        answer.set_result(pa.table({"number": [len(self.begun)]}))

    def health(self) -> Health:
        return Health("Slow", True, None)


class CancellableSource(SlowSource):
    """One that a question can be taken back from."""

    def cancel(self, query: Query) -> None:
        self.cancelled.append(query)
        for asked, answer in [pair for pair in self._open if pair[0] == query]:
            answer.set_exception(Withdrawn("withdrawn"))
            self._open.remove((asked, answer))


class WideSource:
    """Answers with as many bytes as a question says; counts what it is asked."""

    dialect = "snowflake"

    def __init__(self) -> None:
        self.asked: list[int] = []

    def fetch(self, query: Query) -> pa.Table:
        self.asked.append(query.values["feeder_id"])
        return pa.table({"wide": pa.array(bytes(query.values["feeder_id"]), pa.uint8())})

    def health(self) -> Health:
        return Health("Wide", True, None)


def wide(nbytes: int) -> Query:
    return Query.of("ami_names_of_feeder", feeder_id=nbytes)


class Numbers:
    """Versions raised by hand."""

    def __init__(self) -> None:
        self.number = 0

    def version(self, *topics: str) -> tuple[int, ...]:
        return (self.number,) * len(topics)


@pytest.fixture
def workers() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


@pytest.fixture
def source() -> CancellableSource:
    return CancellableSource()


def started(source: SlowSource, pool: ThreadPoolExecutor, fetch: Callable[..., pa.Table], *args: object) -> Future:
    """A fetch in a thread of its own, under way at the source."""
    future = pool.submit(fetch, *args)
    assert source.is_asked.acquire(timeout=SECONDS)
    return future


def joined(pool: ThreadPoolExecutor, cached: CachedSource, query: Query, waiter: Waiter | None) -> Future:
    """A second fetch that has joined the one under way."""
    future = pool.submit(cached.fetch, query, waiter)
    answer = cached._answers[query]
    while not (answer.is_held if waiter is None else waiter in answer.waiting):
        assert not future.done()
    return future


def test_the_last_one_to_let_go_withdraws_the_question(source: CancellableSource, workers: ThreadPoolExecutor) -> None:
    cached, waiter = CachedSource(source, Numbers()), Waiter()
    first = started(source, workers, cached.fetch, QUERY, waiter)
    waiter.let_go()
    with pytest.raises(Withdrawn):
        first.result(SECONDS)
    assert source.cancelled == [QUERY]
    again = started(source, workers, cached.fetch, QUERY, Waiter())
    source.answer()
    assert again.result(SECONDS)["number"].to_pylist() == [2]


def test_a_question_goes_on_while_somebody_waits(source: CancellableSource, workers: ThreadPoolExecutor) -> None:
    cached, early, late = CachedSource(source, Numbers()), Waiter(), Waiter()
    first = started(source, workers, cached.fetch, QUERY, early)
    second = joined(workers, cached, QUERY, late)
    early.let_go()
    assert source.cancelled == []
    source.answer()
    assert second.result(SECONDS) is first.result(SECONDS)
    assert source.begun == [QUERY]


def test_who_joined_leaves_at_once(source: CancellableSource, workers: ThreadPoolExecutor) -> None:
    cached, late = CachedSource(source, Numbers()), Waiter()
    first = started(source, workers, cached.fetch, QUERY, Waiter())
    second = joined(workers, cached, QUERY, late)
    late.let_go()
    with pytest.raises(Withdrawn):
        second.result(SECONDS)
    assert not first.done()
    source.answer()
    first.result(SECONDS)
    assert source.cancelled == []


def test_who_cannot_let_go_is_waited_for(source: CancellableSource, workers: ThreadPoolExecutor) -> None:
    cached, waiter = CachedSource(source, Numbers()), Waiter()
    first = started(source, workers, cached.fetch, QUERY, waiter)
    held = joined(workers, cached, QUERY, None)
    waiter.let_go()
    source.answer()
    assert held.result(SECONDS) is first.result(SECONDS)
    assert source.cancelled == []


def test_a_source_that_cannot_stop_answers_and_its_answer_is_kept(workers: ThreadPoolExecutor) -> None:
    source, waiter = SlowSource(), Waiter()
    cached = CachedSource(source, Numbers())
    first = started(source, workers, cached.fetch, QUERY, waiter)
    waiter.let_go()
    source.answer()
    assert cached.fetch(QUERY) is first.result(SECONDS)


def test_a_newer_question_is_not_withdrawn_with_an_older_one(
    source: CancellableSource, workers: ThreadPoolExecutor
) -> None:
    numbers, old = Numbers(), Waiter()
    cached = CachedSource(source, numbers)
    first = started(source, workers, cached.fetch, QUERY, old)
    numbers.number += 1  # the topic changed meanwhile: the next one to ask wants newer rows
    second = started(source, workers, cached.fetch, QUERY, Waiter())
    old.let_go()
    assert source.cancelled == []
    source.answer(1)
    assert second.result(SECONDS)["number"].to_pylist() == [2]
    source.answer()
    first.result(SECONDS)


def test_a_finished_answer_is_never_withdrawn(source: CancellableSource, workers: ThreadPoolExecutor) -> None:
    cached, waiter = CachedSource(source, Numbers()), Waiter()
    first = started(source, workers, cached.fetch, QUERY, waiter)
    source.answer()
    rows = first.result(SECONDS)
    waiter.let_go()
    assert source.cancelled == []
    assert cached.fetch(QUERY) is rows


def test_who_let_go_before_asking_asks_nothing(source: CancellableSource) -> None:
    waiter = Waiter()
    waiter.let_go()
    for asked in (source, CachedSource(source, Numbers())):
        with pytest.raises(Withdrawn):
            ask(asked, QUERY, waiter)
    assert source.begun == []


def test_a_kept_answer_ages_only_where_an_age_is_set(source: CancellableSource, workers: ThreadPoolExecutor) -> None:
    clock = [0.0]
    aging = CachedSource(source, Numbers(), max_age_s=300.0, clock=lambda: clock[0])
    first = started(source, workers, aging.fetch, QUERY)
    source.answer()
    clock[0] = 300.0
    assert aging.fetch(QUERY) is first.result(SECONDS)
    clock[0] = 300.5
    again = started(source, workers, aging.fetch, QUERY)
    source.answer()
    assert again.result(SECONDS)["number"].to_pylist() == [2]

    lasting = CachedSource(source, Numbers(), clock=lambda: clock[0])
    kept = started(source, workers, lasting.fetch, QUERY)
    source.answer()
    clock[0] = 1e9
    assert lasting.fetch(QUERY) is kept.result(SECONDS)


def test_an_answer_ages_as_its_statement_says(source: CancellableSource, workers: ThreadPoolExecutor) -> None:
    clock = [0.0]
    query = Query.of("kpis", utility_id=1, as_of=None)
    for default in (None, 300.0):
        cached = CachedSource(source, Numbers(), max_age_s=default, clock=lambda: clock[0])
        first = started(source, workers, cached.fetch, query)
        source.answer()
        clock[0] += 10.0
        assert cached.fetch(query) is first.result(SECONDS)
        clock[0] += 0.1
        again = started(source, workers, cached.fetch, query)
        source.answer()
        assert again.result(SECONDS) is not first.result(SECONDS)


def test_a_long_question_is_joined_however_old_it_is(source: CancellableSource, workers: ThreadPoolExecutor) -> None:
    clock = [0.0]
    aging = CachedSource(source, Numbers(), max_age_s=1.0, clock=lambda: clock[0])
    first = started(source, workers, aging.fetch, QUERY)
    clock[0] = 60.0
    second = joined(workers, aging, QUERY, Waiter())
    source.answer()
    assert second.result(SECONDS) is first.result(SECONDS)


def test_questions_do_not_disturb_each_other(source: CancellableSource, workers: ThreadPoolExecutor) -> None:
    cached, waiter = CachedSource(source, Numbers()), Waiter()
    first = started(source, workers, cached.fetch, QUERY, waiter)
    other = started(source, workers, cached.fetch, OTHER, Waiter())
    waiter.let_go()
    with pytest.raises(Withdrawn):
        first.result(SECONDS)
    source.answer()
    other.result(SECONDS)
    assert source.cancelled == [QUERY]


def test_a_few_kilobytes_of_answers_are_kept_and_the_least_recently_used_goes_first() -> None:
    source = WideSource()
    cached = CachedSource(source, Numbers(), max_bytes=2 * (4000 + ENTRY_BYTES) + 500)
    for nbytes in (4000, 4001, 4000, 4002, 4000, 4001):
        assert cached.fetch(wide(nbytes)).num_rows == nbytes
        assert cached.nbytes <= 2 * (4000 + ENTRY_BYTES) + 500
    assert source.asked == [4000, 4001, 4002, 4001]  # 4001 had to go for 4002; 4000 was in use


def test_an_answer_larger_than_the_budget_is_handed_on_and_drives_nothing_out() -> None:
    source = WideSource()
    cached = CachedSource(source, Numbers(), max_bytes=10_000)
    for nbytes in (4000, 50_000, 4000, 50_000):
        assert cached.fetch(wide(nbytes)).num_rows == nbytes
    assert source.asked == [4000, 50_000, 50_000]
    assert 4000 <= cached.nbytes <= 10_000


def test_an_answer_that_is_asked_anew_counts_once() -> None:
    source, numbers = WideSource(), Numbers()
    cached = CachedSource(source, numbers, max_bytes=10_000)
    for _ in range(5):
        cached.fetch(wide(4000))
        numbers.number += 1
    assert cached.nbytes == pytest.approx(4000, abs=2 * ENTRY_BYTES)


def test_what_is_at_hand_is_answered_without_asking(source: CancellableSource, workers: ThreadPoolExecutor) -> None:
    """A page that opens while the database is away waited for it on the event loop, and everybody with it."""
    numbers = Numbers()
    cached = CachedSource(source, numbers)
    assert cached.at_hand(QUERY) is None
    first = started(source, workers, cached.fetch, QUERY)
    assert cached.at_hand(QUERY, patience_s=0) is None  # under way
    source.answer()
    rows = first.result(SECONDS)
    numbers.number += 1
    assert cached.at_hand(QUERY) is rows  # old, but there
    assert len(source.begun) == 1


def test_a_fresh_answer_is_given_without_asking_and_no_other_is(
    source: CancellableSource, workers: ThreadPoolExecutor
) -> None:
    """Every page that opens asks what the one before asked; a thread's turn for each answer made it wait."""
    numbers, now = Numbers(), [0.0]
    cached = CachedSource(source, numbers, max_age_s=60, clock=lambda: now[0])
    assert fresh(cached, QUERY) is None
    first = started(source, workers, cached.fetch, QUERY)
    assert fresh(cached, QUERY) is None  # under way
    source.answer()
    rows = first.result(SECONDS)
    assert fresh(cached, QUERY) is rows
    now[0] = 61.0
    assert fresh(cached, QUERY) is None  # too old
    now[0] = 0.0
    numbers.number += 1
    assert fresh(cached, QUERY) is None  # something changed
    assert len(source.begun) == 1
    assert fresh(source, QUERY) is None
