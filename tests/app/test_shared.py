"""What many sessions show is worked out once."""

from __future__ import annotations

import gc
import weakref

import pyarrow as pa
import pytest

from app.shared import KEPT, once


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
