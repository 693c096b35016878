"""Numbers are those of decimal digits, whatever else Python would take."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.numerals import number, numbers, whole_number

NO_NUMBERS = ["1_000", "１２", "٣", "nan", "inf", "-Infinity", "1e999", "0x1", "1,5", "--1", "", "1 2", "½", "1e", "."]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_neither_alone_nor_among_others(text: str) -> None:
    for read in (number, whole_number):
        with pytest.raises(ValueError, match="is not a"):
            read(text)
    if text:
        with pytest.raises(ValueError, match=r"one of them|could not convert"):
            numbers(["1.5", text])


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False)))
def test_many_are_read_as_each_alone(values: list[float]) -> None:
    texts = [repr(value) for value in values]
    assert numbers(texts) == [number(text) for text in texts] == values


def test_an_empty_one_among_many_is_none() -> None:
    assert numbers(["1", " ", "", " 2.5 "]) == [1.0, None, None, 2.5]
