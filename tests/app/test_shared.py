"""What many sessions show is worked out once."""

from __future__ import annotations

import gc
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa
import pytest

from app.shared import KEPT, SharedAnswers, once


def counted() -> tuple[list[int], object]:
    calls: list[int] = []

    @once
    def total(rows: pa.Table | None, factor: int) -> int:
        calls.append(1)
        return 0 if rows is None else factor * sum(rows["x"].to_pylist())

    return calls, total


def test_the_same_table_is_worked_out_once() -> None:
    calls, total = counted()
    rows = pa.table({"x": [1, 2]})
    assert [total(rows, 2), total(rows, 2), total(rows, 3), total(None, 3)] == [6, 6, 9, 0]  # type: ignore[operator]
    assert len(calls) == 3


def test_another_table_with_the_same_rows_is_another_answer() -> None:
    calls, total = counted()
    assert total(pa.table({"x": [1]}), 1) == total(pa.table({"x": [1]}), 1) == 1  # type: ignore[operator]
    assert len(calls) == 2


def test_a_table_that_took_the_place_of_another_in_memory_is_not_taken_for_it() -> None:
    _, total = counted()
    for number in range(3 * KEPT):
        rows = pa.table({"x": [number]})
        assert total(rows, 1) == number  # type: ignore[operator]
        del rows
        gc.collect(0)


def test_arguments_by_name_are_refused() -> None:
    _, total = counted()
    with pytest.raises(TypeError, match="by position"):
        total(rows=None, factor=1)  # type: ignore[operator]


def test_what_was_made_of_a_table_goes_with_it() -> None:
    class Made:
        pass

    made = once(lambda rows: Made())
    rows = pa.table({"x": [1]})
    seen = weakref.ref(made(rows))
    assert seen() is not None
    del rows
    gc.collect()
    assert seen() is None


def test_an_answer_is_made_once_for_all_who_ask_at_the_same_time() -> None:
    shared: SharedAnswers[list[int]] = SharedAnswers(2)
    owner, made, gate = object(), list[int](), threading.Event()

    def make() -> list[int]:
        gate.wait(10)
        made.append(1)
        return [7]

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(shared.of, owner, "key", make) for _ in range(4)]
        gate.set()
        found = [one.result(10) for one in asked]
    assert len(made) == 1
    assert all(one is found[0] for one in found)


def test_other_owners_and_older_answers_are_asked_anew() -> None:
    shared: SharedAnswers[object] = SharedAnswers(2)
    one, other = object(), object()
    first = shared.of(one, "a", object)
    assert shared.of(one, "a", object) is first
    assert shared.of(other, "a", object) is not first
    shared.of(one, "b", object)
    assert shared.of(one, "a", object) is not first  # the oldest went


def test_what_could_not_be_made_is_made_by_the_next_who_asks() -> None:
    shared: SharedAnswers[int] = SharedAnswers(2)

    def fail() -> int:
        raise ValueError("away")

    with pytest.raises(ValueError, match="away"):
        shared.of(shared, "a", fail)
    assert shared.of(shared, "a", lambda: 3) == 3


class Key:
    """A key that can be seen to go; all of them are equal."""

    def __hash__(self) -> int:
        return 7

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key)


def test_nothing_of_a_question_is_held_that_found_its_answer_or_failed() -> None:
    shared: SharedAnswers[int] = SharedAnswers(2)

    def fail() -> int:
        raise ValueError("away")

    failing = Key()
    with pytest.raises(ValueError, match="away"):
        shared.of(shared, failing, fail)
    shared.of(shared, Key(), lambda: 3)
    finding = Key()
    assert shared.of(shared, finding, fail) == 3
    seen = [weakref.ref(failing), weakref.ref(finding)]
    del failing, finding
    gc.collect()
    assert [one() for one in seen] == [None, None]
